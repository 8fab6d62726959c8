"""Run the benchmarks and hold their figures against the budgets.

    python -m benchmarks [NAME ...] [--large] [--faster-coco-eval PATH] [--cleanvision PATH]
    python -m benchmarks --peer fiftyone --peer-python PATH [import_set queries page]

Writes benchmarks/results/<name>.json and prints each promised figure beside its budget, and goals that are no promise
yet. Exits with 1 when a promise is missed. All of it takes about half an hour of a quiet machine.
`--large` asks the questions of 10 million objects too, which takes minutes and 2 GB.
`--peer` measures Assay and a peer in the same run instead (PATH is a Python in which the peer is installed) and prints
the figures of both with the ratio.
`--faster-coco-eval` names a Python in which that is installed: `evaluation` is then measured beside it too.
`--cleanvision` likewise: `metrics` is then measured beside its scan.
`label_errors`, `finding` and `finding_boxes` read real sets, from ASSAY_TEST_DATA or from ../shared/data.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.peers import PEERS
from benchmarks.promises import Promise, is_kept, promised, promised_beside

HERE = Path(__file__).parent
NAMES = (
    "matching",
    "thresholds",
    "evaluation",
    "import_set",
    "queries",
    "page",
    "label_errors",
    "metrics",
    "finding",
    "finding_boxes",
    "finding_speed",
    "review",
)
OF_DATA = {
    "label_errors": (),
    "finding": ("--seed", "7", "--json"),
    "finding_boxes": ("--first-seed", "300", "--seeds", "3", "--route", "run", "--json"),
}
"""Those that read real sets, and by which errors they are judged."""
BESIDE = ("import_set", "queries", "page")
DATA = Path(os.environ.get("ASSAY_TEST_DATA", HERE.parents[1] / "shared" / "data"))


def run(script: str, *options: str) -> dict[str, Any]:
    """The JSON that one benchmark prints."""
    command = [sys.executable, str(HERE / f"{script}.py"), *options]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    printed: dict[str, Any] = json.loads(done.stdout)
    return printed


def options_of(name: str, *, large: bool, peer_python: str | None, cleanvision: str | None = None) -> list[str]:
    if name in OF_DATA:
        return [str(DATA), *OF_DATA[name]]
    if name == "evaluation":
        return ["--peer-python", peer_python] if peer_python else []
    if name == "metrics":
        return ["--cleanvision", cleanvision] if cleanvision else []
    return ["--objects", "335000", "1000000"] if name == "queries" and not large else []


def beside_rows(result: dict[str, Any], peer: str) -> Iterator[str]:
    """Each figure that both have: ours, theirs, and the ratio where there is one."""
    for part in BESIDE:
        figures = result.get(part, {"assay": {}, peer: {}, "times_less": {}})
        for key, own in figures["assay"].items():
            if key in figures[peer]:
                ours, theirs = (value["ms"] if part == "queries" else value for value in (own, figures[peer][key]))
                ratio = figures["times_less"].get(key)
                yield f"  {part}, {key}: {ours:g} and {theirs:g}" + (f", {ratio:g} times less" if ratio else "")


def held(name: str, result: dict[str, Any], budgets: dict[str, Any]) -> int:
    """Print what one benchmark promises and aims at; how many promises were missed."""
    missed = told(promised(name, result, budgets[name]))
    for goal in promised(name, result, budgets["goals"].get(name, {})):  # no promise: nothing fails
        print("  " + line_of(goal, kept="reached", missed="not yet", what="goal"))
    return missed


def told(promises: Iterator[Promise]) -> int:
    """Print each promise; how many were missed."""
    missed = 0
    for promise in promises:
        missed += not is_kept(promise)
        print("  " + line_of(promise, kept="kept  ", missed="MISSED", what="budget"))
    return missed


def line_of(promise: Promise, *, kept: str, missed: str, what: str) -> str:
    figure, measured, budget, _ = promise
    return f"{kept if is_kept(promise) else missed} {figure}: {measured:g} ({what} {budget:g})"


def save(name: str, result: dict[str, Any]) -> None:
    (HERE / "results").mkdir(exist_ok=True)
    (HERE / "results" / f"{name}.json").write_text(json.dumps(result, indent=1))


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("names", nargs="*", choices=[*NAMES, []], default=[])
    arguments.add_argument("--large", action="store_true")
    arguments.add_argument("--faster-coco-eval", metavar="PATH")
    arguments.add_argument("--cleanvision", metavar="PATH")
    arguments.add_argument("--peer", choices=PEERS)
    arguments.add_argument("--peer-python", metavar="PATH")
    given = arguments.parse_args()
    if bool(given.peer) != bool(given.peer_python):
        arguments.error("--peer and --peer-python go together")
    budgets = tomllib.loads((HERE / "budgets.toml").read_text())
    if given.peer:
        parts = given.names or BESIDE
        if not set(parts) <= set(BESIDE):
            arguments.error(f"beside a peer: {', '.join(BESIDE)}")
        result = run("beside", "--peer", given.peer, "--peer-python", given.peer_python, "--parts", *parts)
        save(f"beside_{given.peer}", result)
        print(f"Assay and {given.peer}", *beside_rows(result, given.peer), sep="\n")
        return 1 if told(promised_beside(result, budgets["beside"][given.peer])) else 0
    missed = 0
    for name in given.names or NAMES:
        if name in OF_DATA and not DATA.is_dir():
            print(f"{name}: skipped, since there are no sets in {DATA}.")
            continue
        result = run(
            name,
            *options_of(name, large=given.large, peer_python=given.faster_coco_eval, cleanvision=given.cleanvision),
        )
        save(name, result)
        print(name)
        missed += held(name, result, budgets)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
