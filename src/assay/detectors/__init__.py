"""Plug-in kind: detectors of label errors."""
