"""Public kit for authors of plug-ins, and for us: conformance checks, builders of small sets with known errors."""
