"""The nouns: frozen dataclasses and enums. Standard library only, no input or output."""
