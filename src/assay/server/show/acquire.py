"""Images to label next as replies."""

from __future__ import annotations

from typing import cast

from assay.server.replies.acquire import Acquisition as AcquisitionReply
from assay.server.replies.acquire import ChosenImage
from assay.server.show.field_items import show_items
from assay.server.show.number_fields import show_number_field
from assay.workflows.curation.acquire import Acquisition
from assay.workflows.explore.field_page import Picked
from assay.workflows.explore.number_fields import number_field
from assay.workflows.explore.search import Question


def show_acquisition(found: Acquisition, question: Question) -> AcquisitionReply:
    """The chosen images with the terms of their choice."""
    (items,) = show_items(question, [Picked(found.image_ids, found.values)])
    images: list[ChosenImage] = [
        {**item, "worth": worth, "novelty": novelty}
        for item, worth, novelty in zip(items, found.worth.tolist(), found.novelty.tolist(), strict=True)
    ]
    told = {
        "field": show_number_field(number_field(question, found.by)),
        "parameters": found.parameters,
        "end": found.end,
        "candidates": found.candidates,
        "unknown": found.unknown,
        "images": images,
    }
    return cast("AcquisitionReply", told)
