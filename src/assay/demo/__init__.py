"""Demo sets made from real images inside installed packages: seeded, offline, with every injected error known."""
