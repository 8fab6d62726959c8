"""How fast errors are found: neighbours, map, crops, confident learning, detection quality; ratios in one run each.

    python benchmarks/finding_speed.py [--rows 100000] [--query-rows 1000000] [--map-rows 50000]

Runs neighbour_speed, map_speed, embedding_speed, confident_speed and finding_speed_boxes, one after the other, and
prints one flat JSON value. Ratios are of CPU seconds within one run, so that they hold on a busy machine too; those
beside cleanlab are there where it is installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent


def told(script: str, *options: str) -> str:
    """What one benchmark prints."""
    command = [sys.executable, str(HERE / f"{script}.py"), *options]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def neighbours(rows: int, query_rows: int) -> dict[str, float]:
    found = json.loads(told("neighbour_speed", "--rows", str(rows), "--query-rows", str(query_rows)))
    ours = found["graph"]["assay"]
    return {
        "graph_cpu_s": round(ours["cpu_s"], 2),
        "graph_recall": round(ours["recall"], 4),
        "query_over_product": round(found["query"]["ratio"], 2),
    }


def maps(rows: int) -> dict[str, float]:
    lines = [json.loads(line) for line in told("map_speed", str(rows)).splitlines()]
    cpu = {line["map"]: line["cpu_seconds"] for line in lines if line["set"] != "digits"}
    trust = next(line["trustworthiness"] for line in lines if line["map"] == "map, neighbours included")
    return {
        "pca_cpu_s": cpu["PCA"],
        "map_cpu_s": cpu["map, neighbours included"],
        "map_over_sklearn_pca": round(cpu["map, neighbours included"] / cpu["scikit-learn PCA"], 1),
        "pca_over_sklearn_pca": round(cpu["PCA"] / cpu["scikit-learn PCA"], 2),
        "map_trustworthiness": trust,
    }


def beside_cleanlab() -> dict[str, float]:
    """Times that cleanlab takes of ours, the least of each; nothing where it is not installed."""
    if importlib.util.find_spec("cleanlab") is None:
        return {}
    sizes = json.loads(told("confident_speed")).values()
    slowest = min(
        size["cleanlab"][what] / size["assay"][what] for size in sizes for what in size["assay"] if what != "find_mb"
    )
    with tempfile.TemporaryDirectory() as folder:
        boxes = json.loads(told("finding_speed_boxes", folder))
    return {
        "confident_times_faster": round(slowest, 2),
        "boxes_times_faster": boxes["times_faster"],
        "boxes_memory_mb": boxes["assay_memory_mb"],
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rows", type=int, default=100_000)
    arguments.add_argument("--query-rows", type=int, default=1_000_000)
    arguments.add_argument("--map-rows", type=int, default=50_000)
    given = arguments.parse_args()
    result = {
        **neighbours(given.rows, given.query_rows),
        **maps(given.map_rows),
        **json.loads(told("embedding_speed")),
        **beside_cleanlab(),
    }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
