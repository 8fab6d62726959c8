"""The peers, each run by a Python of its own in which it is installed (`pip install fiftyone`, `lightly-studio`).

A peer that is not at hand is not measured, and nothing is printed for it: a ratio comes from one run or not at all.
What a peer keeps goes into a folder of ours, and what would report home is switched off.
"""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCRIPTS = Path(__file__).parent / "peer_scripts"
PEERS = ("fiftyone", "lightly")
NOWHERE = "http://127.0.0.1:9"


@dataclass(frozen=True)
class Peer:
    """One of `PEERS`, the Python that has it, and the folder that takes its database and its settings.

    `peer_scripts/<name>_import.py`, `_queries.py` and `_serve.py` drive it; the last line of what the first two
    print is one JSON value.
    """

    name: str
    python: str
    home: Path

    def import_set(self, labels: Path, predictions: Path) -> dict[str, float]:
        """Seconds the peer takes to import the two files, its peak memory and what it then holds on disk."""
        figures: dict[str, float] = self._figures("import", labels, predictions)
        return figures

    def queries(self) -> dict[str, dict[str, float]]:
        """Milliseconds of each question it can be asked over what it imported, and the answer."""
        figures: dict[str, dict[str, float]] = self._figures("queries")
        return figures

    def server(self, port: int) -> list[str]:
        """The command that serves what it imported."""
        return [*self._command("serve"), str(port)]

    def environment(self) -> dict[str, str]:
        """Ours, with the home in the folder and every way out closed."""
        return os.environ | {
            "HOME": str(self.home),
            "FIFTYONE_DATABASE_DIR": str(self.home / "database"),
            "FIFTYONE_DO_NOT_TRACK": "true",
            "LIGHTLY_STUDIO_ANALYTICS_ENABLED": "false",
            "HF_HUB_OFFLINE": "1",
            "http_proxy": NOWHERE,
            "https_proxy": NOWHERE,
            "no_proxy": "localhost,127.0.0.1",
        }

    def _command(self, what: str) -> list[str]:
        return [self.python, str(SCRIPTS / f"{self.name}_{what}.py"), str(self.home)]

    def _figures(self, what: str, *files: Path) -> Any:
        self.home.mkdir(parents=True, exist_ok=True)
        command = [*self._command(what), *map(str, files)]
        done = subprocess.run(command, env=self.environment(), capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}\n{done.stderr[-2000:]}")
        return last_json(done.stdout)


def last_json(printed: str) -> Any:
    """The value of the last line that is not empty; peers print what they like before it."""
    return json.loads(printed.strip().splitlines()[-1])
