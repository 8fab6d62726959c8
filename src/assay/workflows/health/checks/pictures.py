"""What can be wrong with the pixels."""

from __future__ import annotations

from assay.workflows.health.check import Check

PICTURES = (
    Check(
        "dark",
        "Dark images",
        "All but the brightest hundredth of the pixels have less than 0.32 of full brightness.",
        "Keep those that your model will meet, such as night scenes; remove lens caps and failed exposures.",
        "is_dark",
        reads=("is_dark",),
    ),
    Check(
        "bright",
        "Bright images",
        "All but the darkest twentieth of the pixels have more than 0.95 of full brightness.",
        "Remove blank pages and overexposed images.",
        "is_light",
        reads=("is_light",),
    ),
    Check(
        "blurry",
        "Blurry images",
        "There are few sharp edges.",
        "Remove those in which a person could not draw the labels either.",
        "is_blurry",
        reads=("is_blurry",),
    ),
    Check(
        "low_information",
        "Images with next to nothing in them",
        "Their grey values could be told with less than 3 bits each.",
        "Remove blank images and placeholders.",
        "is_low_information",
        reads=("is_low_information",),
    ),
)
"""Dark, bright, blurry, empty."""
