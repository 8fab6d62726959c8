"""What the ledger names about suspects, as part of a snapshot."""

from __future__ import annotations

from assay.model.looked_for import LookedFor
from assay.model.spot_check import SpotCheck
from assay.store.nouns import Nouns


class SuspectReader:
    """The part of a snapshot that tells how suspects were looked for and judged."""

    _nouns: Nouns

    def spot_checks(self, dataset_id: int) -> list[SpotCheck]:
        """The spot checks of a dataset, oldest first."""
        return [check for check in self._nouns.all_spot_checks if check.dataset_id == dataset_id]

    def kind_worths(self, dataset_id: int) -> dict[str, float]:
        """What mending an error of a kind is worth in a dataset, for the kinds of which somebody said so."""
        return {kind: worth for (id_, kind), worth in self._nouns.kind_worths.items() if id_ == dataset_id}

    def looked_for(self, dataset_id: int) -> list[LookedFor]:
        """The kinds of errors that were looked for in a dataset, and with which runs; the latest search is the last."""
        return [looked for looked in self._nouns.all_looked_for if looked.dataset_id == dataset_id]
