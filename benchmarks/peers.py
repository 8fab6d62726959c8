"""The peers, each run by a Python of its own in which it is installed (`pip install fiftyone`).

A peer that is not at hand is not measured, and nothing is printed for it: a ratio comes from one run or not at all.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Peer:
    """A peer by the script that drives it; the script prints one JSON value."""

    script: str

    def import_set(self, python: str, labels: Path, predictions: Path) -> dict[str, float]:
        """Seconds the peer takes to import the same two files, and its peak memory."""
        command = [python, str(HERE / "peer_scripts" / self.script), str(labels), str(predictions)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        result: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
        return result


PEERS = {"fiftyone": Peer("fiftyone_import.py")}
