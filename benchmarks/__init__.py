"""Figures of Assay beside those of its peers, each printed by one command."""
