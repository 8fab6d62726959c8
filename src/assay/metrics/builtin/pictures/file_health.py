"""What is wrong with a file, or unusual about it."""

from __future__ import annotations

import math

from assay.metrics.metric import Output, picture_metric
from assay.metrics.picture import Picture
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType

_SUFFIXES = {
    "jpeg": {"jpg", "jpeg", "jpe", "jfif"},
    "png": {"png", "apng"},
    "bmp": {"bmp", "dib"},
    "tiff": {"tif", "tiff"},
    "ppm": {"ppm", "pgm", "pbm", "pnm"},
    "jpeg2000": {"jp2", "j2k", "jpx"},
}
_CUT_SHORT = ("truncat", "cut short", "premature", "end of file", "unexpected end", "not enough")


def _flag(name: str, title: str, meaning: str, bad: BadEnd = BadEnd.HIGH) -> Output:
    return Output(name, title=title, meaning=meaning, type=MetricType.FLAG, high=1.0, bad=bad)


@picture_metric(
    slug="file_health",
    version=1,
    title="File health",
    outputs=[
        _flag("unreadable", "Unreadable", "the file cannot be decoded"),
        _flag("truncated", "Truncated", "the file ends before the picture does"),
        _flag("damaged", "Damaged", "the decoder complained of the file, and went on"),
        _flag("wrong_extension", "Wrong extension", "the name of the file promises another format"),
        _flag("too_large", "Too large", "decoding it would take more memory than is allowed"),
        _flag("cmyk", "CMYK", "its colours are for print"),
        _flag("has_alpha", "Transparency", "parts of the picture may be see-through"),
        _flag("animated", "Animated", "it has several frames, of which the first is measured"),
        _flag("exif_turned", "Turned by EXIF", "programs that ignore its orientation show it lying"),
        _flag("has_profile", "Colour profile", "its colours are described by an ICC profile", BadEnd.NONE),
    ],
    levels=[Level.IMAGE],
    missing="The header of the file cannot be read.",
    least_side=0,
)
def file_health(picture: Picture) -> list[float]:
    """Flags of what is wrong with a file, and of what programs treat differently.

    What it measures
    ----------------
    The file, not the picture: whether it decodes, ends too early, made the decoder complain, has the name of another
    format, would take more memory than allowed (a decompression bomb), is in CMYK, has transparency, several frames,
    an EXIF orientation other than upright, or an ICC profile.

    Why it matters
    --------------
    A training run that meets a broken file stops, or skips it in silence. Transparency, CMYK and EXIF are read
    differently from one program to the next, so that a model sees another picture than the annotator did.

    When it misleads
    ----------------
    A colour profile is no fault; most are sRGB. A file without a suffix is not called wrong.

    Example
    -------
    `unreadable or truncated` lists the broken files; `exif_turned` those whose boxes may lie elsewhere.

    Reference
    ---------
    M29 of the metric definitions. The bounds are those of `assay.media.header`.
    """
    header = None if picture.file is None else picture.file.header
    told = f"{picture.problem} {picture.damage}".lower()
    broken = [bool(picture.problem), any(word in told for word in _CUT_SHORT), bool(picture.damage)]
    if picture.file is None or header is None:
        return [*map(float, broken), *[math.nan] * 7]
    facts = picture.facts
    seen = [math.nan] * 4 if facts is None else [facts.is_cmyk, facts.has_alpha, facts.is_animated, facts.has_profile]
    suffix = picture.file.path.suffix.lower().lstrip(".")
    wrong = suffix != "" and suffix not in _SUFFIXES.get(header.format, {header.format})
    flags = [*broken, wrong, header.is_too_large, *seen[:3], header.orientation != 1, seen[3]]
    return [float(flag) for flag in flags]
