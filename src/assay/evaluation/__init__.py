"""Kernels that compare predictions with labels: arrays in, arrays out."""
