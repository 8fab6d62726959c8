"""The verbs, one per file: the only place where store, query, kernels and plug-ins meet."""
