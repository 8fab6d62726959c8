"""States of a project kept by name, and what differs between two of them."""
