"""Tags that are taught by yes and no."""
