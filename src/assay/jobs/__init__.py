"""Long work: how it reports what it is doing. Knows no domain verbs."""
