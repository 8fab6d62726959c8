"""How sure a number is, and what it depends on: intervals, resamples, strata, importance. Arrays in, arrays out."""
