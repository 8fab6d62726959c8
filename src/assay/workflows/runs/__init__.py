"""How a run fares against the labels: matches, and all that is counted from them."""
