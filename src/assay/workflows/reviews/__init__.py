"""Reviews: what reviewers say of look-alikes, kept safe, then applied as one change."""
