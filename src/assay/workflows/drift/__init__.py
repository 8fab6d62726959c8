"""How far two sets of rows lie apart, field by field."""
