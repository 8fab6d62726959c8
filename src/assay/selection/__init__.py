"""Choosing items under a budget. Arrays in, arrays out."""
