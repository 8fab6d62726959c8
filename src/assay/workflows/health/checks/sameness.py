"""Images that are not like the others: in size, shape, colour, or in what is known of them."""

from __future__ import annotations

from assay.query.build import field
from assay.workflows.health.check import Asked, Check
from assay.workflows.health.facts import Facts, has_size


def other_sizes(facts: Facts) -> Asked:
    """The images that have not the size that most have."""
    if not facts.sizes or 2 * facts.sizes[0].count < facts.images:
        return Asked(None, f"No size is that of half of the images; there are {len(facts.sizes):,}.")
    first = facts.sizes[0]
    usual = has_size(first.width, first.height)
    said = f"{first.width} × {first.height} px is the size of {100 * first.count / facts.images:.1f} %."
    return Asked(str(~usual & (field.width > 0) & (field.height > 0)), said)


def other_colours(facts: Facts) -> Asked:
    """The images in a colour mode that less than half of them have; a grey image is not in colour."""
    minor = [part for part in facts.colours if 2 * part.count < facts.images]
    if not minor:
        return Asked(None)
    said = ", ".join(f"{part.name} ({part.count:,})" for part in minor)
    return Asked(" or ".join(part.query for part in minor), f"Here: {said}.")


def lacking(facts: Facts) -> Asked:
    """The images without a value of a field that most have; one that fewer have is of those few, and lacks nowhere."""
    partly = {name: count for name, count in facts.known.items() if facts.images < 2 * count < 2 * facts.images}
    if not partly:
        return Asked(None)
    said = ", ".join(f"{name} ({facts.images - count:,})" for name, count in partly.items())
    return Asked(" or ".join(f"{name} is null" for name in partly), f"Lacking: {said}.")


SAMENESS = (
    Check(
        "odd_size",
        "Images of an odd size",
        "The square root of its area lies beyond the quartiles of the set by more than {factor:g} times the distance "
        "between them.",
        "Scale or tile them as the others, or leave them out.",
        "odd_size = true",
        reads=("odd_size",),
    ),
    Check(
        "odd_aspect",
        "Images of an odd shape",
        "The shorter side is less than {threshold:g} of the longer one.",
        "Cut or tile them: scaled to a square, little is left of them.",
        "odd_aspect = true",
        may_be_usual=True,
        reads=("odd_aspect",),
    ),
    Check(
        "resolution_mix",
        "Images of another size than most",
        "At least half of the images have one size, and these have another.",
        "Check where they come from; scale them if your model wants one size.",
        other_sizes,
    ),
    Check(
        "colour_mix",
        "Images in another colour mode than most",
        "They are grey among coloured ones, coloured among grey ones, in CMYK, or have transparency.",
        "Convert them to one colour mode, or make sure that training sees both.",
        other_colours,
        reads=("grayscale", "cmyk", "has_alpha"),
    ),
    Check(
        "missing_value",
        "Missing values",
        "A field that most images have is unknown of these: the split, or one of the source's own.",
        "Fill them in at the source, or leave the field out of what you conclude.",
        lacking,
    ),
)
"""Size, shape, colour, values."""
