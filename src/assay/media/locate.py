"""Find the file of an image inside the folder it was registered under, and nowhere else."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

from assay.errors import MediaForbidden, MediaMissing


def locate(root: Path, path: str) -> Path:
    """The existing file at `path` (with forward slashes) inside `root`, with every link resolved.

    Raises
    ------
    MediaForbidden : the path is absolute, climbs out with `..`, names a drive, a share or a URL, or is a link
        that leads outside `root`. Raised whether or not the file exists, so that nothing can be probed.
    MediaMissing : it lies inside, and there is no such file.
    """
    check_inside(path)
    real_root = root.resolve()
    try:
        found = (real_root / path).resolve()
    except (OSError, RuntimeError) as reason:  # a link that points at itself
        raise MediaForbidden(f"The path {path!r} cannot be followed.", hint="It may be a loop of links.") from reason
    if not found.is_relative_to(real_root):
        raise MediaForbidden(
            f"The path {path!r} leads outside its image folder.",
            hint="Import the folder that really holds the file.",
        )
    if not found.is_file():
        raise MediaMissing(f"There is no file {path!r} in {str(root)!r}.", hint="Was it moved or renamed?")
    return found


def check_inside(path: str) -> None:
    """Raise `MediaForbidden` unless `path` is plain and relative on every system: no root, drive, `..` or URL."""
    windows = PureWindowsPath(path)
    plain = (
        path != ""
        and "\0" not in path
        and "://" not in path
        and not PurePosixPath(path).is_absolute()
        and not windows.drive
        and not windows.root
        and ".." not in PurePosixPath(path).parts
        and ".." not in windows.parts
    )
    if not plain:
        raise MediaForbidden(
            f"The path {path!r} is not inside an image folder.",
            hint="Only a relative path with forward slashes is taken, without '..', a drive or a scheme.",
        )
