"""Every table and column, declared once: type, unit, meaning. Store, query, docs and web read it."""
