"""Run the benchmarks and hold their figures against the budgets.

    python -m benchmarks [NAME ...] [--large]

Writes benchmarks/results/<name>.json and prints each promised figure beside its budget. Exits with 1 when one is
missed.
`--large` asks the questions of 10 million objects too, which takes minutes and 2 GB.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
NAMES = ("matching", "import_set", "queries", "page")


def run(name: str, *, large: bool) -> dict:
    """The JSON that one benchmark prints."""
    command = [sys.executable, str(HERE / f"{name}.py")]
    if name == "queries" and not large:
        command += ["--objects", "335000", "1000000"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def promised(name: str, result: dict, budgets: dict) -> Iterator[tuple[str, float, float]]:
    """Figure by figure: what it is, what was measured, what was promised."""
    if name == "queries":
        for size in result["sizes"]:
            for question, budget in budgets.get(str(size["objects"]), {}).items():
                yield f"{question} of {size['objects']:,} (ms)", size["ms"][question]["warm"], budget
        return
    figures = result.get("assay", result)
    for key, budget in budgets.items():
        yield key, figures[key], budget


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("names", nargs="*", choices=[*NAMES, []], default=[])
    arguments.add_argument("--large", action="store_true")
    given = arguments.parse_args()
    budgets = tomllib.loads((HERE / "budgets.toml").read_text())
    (HERE / "results").mkdir(exist_ok=True)
    missed = 0
    for name in given.names or NAMES:
        result = run(name, large=given.large)
        (HERE / "results" / f"{name}.json").write_text(json.dumps(result, indent=1))
        print(name)
        for figure, measured, budget in promised(name, result, budgets[name]):
            kept = measured >= budget if figure == "times_faster" else measured <= budget
            missed += not kept
            print(f"  {'kept  ' if kept else 'MISSED'} {figure}: {measured:g} (budget {budget:g})")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
