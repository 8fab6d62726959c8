"""Find suspected errors, order them, and decide on them."""
