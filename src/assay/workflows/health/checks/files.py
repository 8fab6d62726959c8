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
        "undecodable",
        "Files that cannot be decoded",
        "The header is right, but the pixels behind it cannot be read.",
        "Copy the file again from where it came, or remove the image.",
        "unreadable = true and problem is null",
        severity=Severity.BAD,
        reads=("unreadable",),
    ),
    Check(
        "truncated",
        "Files cut short",
        "The file ends before the image does; what is lacking is shown grey.",
        "Copy the file again from where it came, or remove the image.",
        "truncated = true",
        severity=Severity.BAD,
        reads=("truncated",),
    ),
    Check(
        "damaged",
        "Damaged files",
        "The decoder complained of the file, and went on.",
        "Look at the image; copy it again, or save it anew if it looks right.",
        "damaged = true and truncated = false",
        reads=("damaged", "truncated"),
    ),
    Check(
        "exif_turned",
        "Images turned by EXIF",
        "The file says that it is to be shown turned; programs that do not listen show it lying, with its labels "
        "elsewhere.",
        "Save them upright, or make sure that training turns them as labelling did.",
        "exif_turned = true",
        may_be_usual=True,
        reads=("exif_turned",),
    ),
    Check(
        "wrong_extension",
        "Files named for another format",
        "The end of the file's name says another format than its first bytes.",
        "Rename the file; some tools trust the name and fail.",
        "wrong_extension = true",
        reads=("wrong_extension",),
    ),
)
"""Broken files, stated sizes, names."""
