"""Look for errors, accept the fixes of the most certain ones, and export the corrected set.

python examples/fix_the_worst.py demo/demo.assay corrected.json
"""

from __future__ import annotations

import sys

import assay

CERTAIN = 0.05
"""Score up to which a suspect is fixed without looking; 0 is the worst."""


def main(path: str, out: str) -> None:
    """Fix what is nearly certain, as one change that can be undone."""
    with assay.open(path) as project:
        found = project.issues.find().found
        print("suspects:", ", ".join(f"{count} {kind}" for kind, count in found.items()))
        query = f'state = "open" and score <= {CERTAIN} and kind != "duplicate_image"'
        suspects = project.issues.search(query, sort="score", limit=10_000)
        certain = [suspect["id"] for suspect in suspects if suspect["suggestion"] is not None]
        if certain:
            print(project.issues.accept(certain, reason=f"score up to {CERTAIN}").title)
        report = project.export(out, format="coco")
        print(f"wrote {report.annotations:,} labels to {report.out}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
