"""Who can tell that a label is of another class."""

from __future__ import annotations

from enum import StrEnum


class MislabelSource(StrEnum):
    """What tells the classes of labels: the class probabilities of a run, or probes on embeddings of the labels."""

    RUN = "run"
    LOOK_ALIKES = "look-alikes"
