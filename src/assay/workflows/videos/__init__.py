"""Images that are frames of a video, and labels along them."""
