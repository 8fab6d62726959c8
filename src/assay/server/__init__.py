"""The HTTP server: routes translate between requests and workflows; they decide nothing."""
