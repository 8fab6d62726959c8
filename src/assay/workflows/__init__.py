"""The verbs, a folder for each thing that people do: the only place where store, query, kernels and plug-ins meet."""
