"""What can be wrong with the files."""

from __future__ import annotations

from assay.workflows.health.check import Check, Severity

FILES = (
    Check(
        "broken_file",
        "Images that cannot be shown",
        "The file is missing, is no image, cannot be decoded, or is too large to decode.",
        "Put the file back where the source says it is, or remove the image.",
        'problem is not null and problem != "size-mismatch"',
        severity=Severity.BAD,
    ),
    Check(
        "size_mismatch",
        "Sizes that contradict the file",
        "The source states a width and height that the file has neither upright nor as stored, so that its labels may "
        "lie elsewhere.",
        "Look at the labels: where they are shifted, turn or scale them, or export the source anew.",
        'problem = "size-mismatch"',
        severity=Severity.BAD,
    ),
    Check(
        "truncated",
        "Files cut short",
        "The file ends before the image does; what is lacking is shown grey.",
        "Copy the file again from where it came, or remove the image.",
        "is_truncated",
        severity=Severity.BAD,
        reads=("is_truncated",),
    ),
    Check(
        "wrong_extension",
        "Files named for another format",
        "The end of the file's name says another format than its first bytes.",
        "Rename the file; some tools trust the name and fail.",
        "has_wrong_extension",
        reads=("has_wrong_extension",),
    ),
)
"""Broken files, stated sizes, names."""
