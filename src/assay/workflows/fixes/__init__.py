"""Did the fix help? A probe, or a person's own training, before and after."""
