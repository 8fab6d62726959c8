"""Bring datasets and predictions in: foreign records, row by row, into the store."""
