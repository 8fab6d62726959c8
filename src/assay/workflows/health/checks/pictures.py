"""What can be wrong with the pixels."""

from __future__ import annotations

from assay.workflows.health.check import Check

PICTURES = (
    Check(
        "dark",
        "Dark images",
        "All but the brightest hundredth of the pixels have less than {dark:.2f} of full brightness.",
        "Keep those that your model will meet, such as night scenes; remove lens caps and failed exposures.",
        "dark = true",
        may_be_usual=True,
        reads=("dark",),
    ),
    Check(
        "bright",
        "Bright images",
        "All but the darkest twentieth of the pixels are within {light:.2f} of full brightness.",
        "Remove blank pages and overexposed images.",
        "light = true",
        may_be_usual=True,
        reads=("light",),
    ),
    Check(
        "blurry",
        "Blurry images",
        "Scaled to 64 px, its edges have a strength below {threshold:g}.",
        "Remove those in which a person could not draw the labels either.",
        "blurry = true",
        may_be_usual=True,
        reads=("blurry",),
    ),
    Check(
        "low_information",
        "Images with next to nothing in them",
        "The entropy of its grey levels is below {threshold:g} bits.",
        "Remove blank images and placeholders.",
        "low_information = true",
        may_be_usual=True,
        reads=("low_information",),
    ),
)
"""Dark, bright, blurry, empty."""
