"""What to label next, what to leave out, and what is rare."""
