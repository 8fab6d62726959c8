"""Plug-in kind: foreign files <-> records. Never touches the store."""
