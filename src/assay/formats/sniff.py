"""Tells which format a source has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from assay.amounts import amount, listed
from assay.errors import FormatUnknown, SourceNotFound
from assay.formats.format import Guess, Reader
from assay.formats.image_paths import is_system_folder
from assay.formats.registry import PREDICTION_READERS, READERS
from assay.formats.strangers import stranger
from assay.model.problem import RowProblem

_SHOWN = 8
_LIKELY = 0.3
_OF_LABELS = (".json", ".csv", ".tsv", ".parquet", ".gz")
_LOOKED_IN = 20
_COMMANDS = {"a dataset": "`assay import`", "predictions": "`assay import-predictions`"}


def sniff(source: Path) -> tuple[Reader, Guess]:
    """The dataset reader that knows `source` best, and why.

    Raises
    ------
    SourceNotFound : nothing stands there.
    FormatUnknown : no reader recognises it; says what was looked for and what is there.
    """
    return _best(source, READERS, "a dataset", PREDICTION_READERS, "predictions")


def sniff_predictions(source: Path) -> tuple[Reader, Guess]:
    """The prediction reader that knows `source` best, and why. Raises as `sniff`."""
    return _best(source, PREDICTION_READERS, "predictions", READERS, "a dataset")


def unread_labels(source: Path) -> Iterator[RowProblem]:
    """Label files of other formats in a folder that is read as folders of images, and so without them."""
    folders = [
        source,
        *sorted(child for child in source.iterdir() if child.is_dir() and not is_system_folder(child.name)),
    ]
    for folder in folders[:_LOOKED_IN]:
        files = (path for path in sorted(folder.iterdir()) if path.suffix.lower() in _OF_LABELS and path.is_file())
        for path in islice(files, _SHOWN):
            found = _surest(path, READERS)
            if found is not None and found[1].confidence >= _LIKELY:
                looks = f"It looks like labels of format {found[0].name}: {found[1].reason}. It was not read, since the"
                message = f"{looks} folder was read as folders of images. Import the file itself to have them."
                name = path.relative_to(source).as_posix()
                yield RowProblem(name, "the whole file", "unread-labels", message, skipped=False)


def _best(
    source: Path, readers: Mapping[str, Reader], wanted: str, others: Mapping[str, Reader], other: str
) -> tuple[Reader, Guess]:
    if not source.exists():
        raise SourceNotFound(f"There is no file or folder at {source}.", hint="Check the path.")
    best = _surest(source, readers)
    if best is not None:
        return best
    looked = "; ".join(reader.title for reader in readers.values())
    known = stranger(source)
    what = known.what if known is not None else _content(source)
    message = f"{source} is not recognised as {wanted}. It is {what}. Looked for: {looked}."
    elsewhere = _surest(source, others)
    if elsewhere is not None and elsewhere[1].confidence >= _LIKELY:
        reader, guess = elsewhere
        hint = f"It looks like {other} of format {reader.name}: {guess.reason}. {_COMMANDS[other]} reads it."
        raise FormatUnknown(message, hint=hint)
    hint = known.remedy if known is not None else "If you know the format, name it with --format."
    raise FormatUnknown(message, hint=hint)


def _surest(source: Path, readers: Mapping[str, Reader]) -> tuple[Reader, Guess] | None:
    guesses = [(reader, guess) for reader in readers.values() if (guess := reader.sniff(source)) is not None]
    return max(guesses, key=lambda pair: pair[1].confidence) if guesses else None


def _content(source: Path) -> str:
    """What stands at a path, in a few words."""
    if source.is_file():
        return f"a file of {amount(source.stat().st_size, 'byte')} named {source.name}"
    names = sorted(f"{child.name}/" if child.is_dir() else child.name for child in source.iterdir())
    if not names:
        return "an empty folder"
    return f"a folder with {listed(names, _SHOWN)}"
