"""The query language: text to nodes to checked nodes to SQL, and back to canonical text. No connection, no files."""
