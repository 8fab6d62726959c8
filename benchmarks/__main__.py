"""Run the benchmarks and hold their figures against the budgets.

    python -m benchmarks [NAME ...] [--large] [--faster-coco-eval PATH] [--cleanvision PATH]
    python -m benchmarks --peer fiftyone --peer-python PATH [import_set queries page]

Writes benchmarks/results/<name>.json and prints each promised figure beside its budget. Exits with 1 when one is
missed.
`--large` asks the questions of 10 million objects too, which takes minutes and 2 GB.
`--peer` measures Assay and a peer in the same run instead (PATH is a Python in which the peer is installed) and prints
the figures of both with the ratio.
`--faster-coco-eval` names a Python in which that is installed: `evaluation` is then measured beside it too.
`--cleanvision` likewise: `metrics` is then measured beside its scan.
`label_errors` reads real sets, from ASSAY_TEST_DATA or from ../shared/data.
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

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.peers import PEERS

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
    "finding_speed",
    "review",
)
BESIDE = ("import_set", "queries", "page")
DATA = Path(os.environ.get("ASSAY_TEST_DATA", HERE.parents[1] / "shared" / "data"))

Promise = tuple[str, float, float, bool]
"""What it is, what was measured, what was promised, and whether that is the least (else the most)."""


def run(script: str, *options: str) -> dict:
    """The JSON that one benchmark prints."""
    command = [sys.executable, str(HERE / f"{script}.py"), *options]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def options_of(name: str, *, large: bool, peer_python: str | None, cleanvision: str | None = None) -> list[str]:
    if name == "label_errors":
        return [str(DATA)]
    if name == "evaluation":
        return ["--peer-python", peer_python] if peer_python else []
    if name == "metrics":
        return ["--cleanvision", cleanvision] if cleanvision else []
    return ["--objects", "335000", "1000000"] if name == "queries" and not large else []


def promised(name: str, result: dict, budgets: dict) -> Iterator[Promise]:
    """Figure by figure, where a budget stands for it."""
    if name == "queries":
        for size in result["sizes"]:
            for question, budget in budgets.get(str(size["objects"]), {}).items():
                yield f"{question} of {size['objects']:,} (ms)", size["ms"][question]["warm"], budget, False
    elif name == "label_errors":
        for model, budget in budgets["roman_numerals"].items():
            order = result["classes"]["roman_numerals"][model]["assay"]
            yield f"average precision with {model}", order["average_precision"], budget, True
    elif name == "finding_speed":
        yield from promised_finding(result, budgets)
    elif name == "evaluation":
        for shape, beside in budgets.items():
            yield from promised_evaluation(shape, result[shape], beside)
    else:
        own = result.get("assay") or result.get("browser") or result
        yield from promised_alone(own, budgets, may_lack=name == "metrics")


def promised_alone(figures: dict, budgets: dict, *, may_lack: bool) -> Iterator[Promise]:
    """Figure by figure; those beside cleanvision are there where it is."""
    for key, budget in budgets.items():
        if key in figures or not may_lack:
            yield key, figures[key], budget, key == "times_faster"


def promised_finding(result: dict, budgets: dict) -> Iterator[Promise]:
    """Figure by figure of what is at least, and at most; those beside cleanlab are there where it is."""
    for bound, figures in budgets.items():
        for key, budget in figures.items():
            if key in result:
                yield key, result[key], budget, bound == "least"


def promised_evaluation(shape: str, result: dict, budgets: dict) -> Iterator[Promise]:
    """Figure by figure of ours and of each peer that was measured."""
    for who, figures in budgets.items():
        for key, budget in figures.items() if who in result else ():
            yield f"{shape}, {who}, {key}", result[who][key], budget, key == "times_faster"


def promised_beside(result: dict, budgets: dict) -> Iterator[Promise]:
    """Ratio by ratio of the parts that were measured; one that the peer has no figure for is not promised."""
    for part, least in budgets.items():
        ratios = result.get(part, {}).get("times_less", {})
        for key, budget in least.items():
            if key in ratios:
                yield f"{part}, {key}: times less than the peer", ratios[key], budget, True


def beside_rows(result: dict, peer: str) -> Iterator[str]:
    """Each figure that both have: ours, theirs, and the ratio where there is one."""
    for part in BESIDE:
        figures = result.get(part, {"assay": {}, peer: {}, "times_less": {}})
        for key, own in figures["assay"].items():
            if key in figures[peer]:
                ours, theirs = (value["ms"] if part == "queries" else value for value in (own, figures[peer][key]))
                ratio = figures["times_less"].get(key)
                yield f"  {part}, {key}: {ours:g} and {theirs:g}" + (f", {ratio:g} times less" if ratio else "")


def told(promises: Iterator[Promise]) -> int:
    """Print each promise; how many were missed."""
    missed = 0
    for figure, measured, budget, least in promises:
        kept = measured >= budget if least else measured <= budget
        missed += not kept
        print(f"  {'kept  ' if kept else 'MISSED'} {figure}: {measured:g} (budget {budget:g})")
    return missed


def save(name: str, result: dict) -> None:
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
        if name == "label_errors" and not DATA.is_dir():
            print(f"{name}: skipped, since there are no sets in {DATA}.")
            continue
        result = run(
            name,
            *options_of(name, large=given.large, peer_python=given.faster_coco_eval, cleanvision=given.cleanvision),
        )
        save(name, result)
        print(name)
        missed += told(promised(name, result, budgets[name]))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
