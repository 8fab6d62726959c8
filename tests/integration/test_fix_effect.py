"""Did the fix help? Measured on digits before and after wrong labels are mended (I13, E19, V3.11)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from sklearn.datasets import load_digits

from assay.demo.digits import NAMES, WRONG_SHARE
from assay.errors import ChoiceInvalid, NotFound
from assay.model.level import Level
from assay.model.review import Look, Reviewer
from assay.server.app import create_app
from assay.store.store import Store
from assay.workflows.edits import edit_labels
from assay.workflows.edits.undo_change import redo, undo
from assay.workflows.embeddings.import_vectors import import_vectors
from assay.workflows.fixes.effect import fix_effect
from assay.workflows.fixes.plan import plan_fix
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.reviews.events import record_events
from assay.workflows.reviews.reviews import open_review
from assay.workflows.versions.past_labels import past_labels
from assay.workflows.versions.versions import save_version
from tests.integration.test_server_metrics import ended
from tests.integration.visitor import Visitor
from tests.shell import Shell

COUNT = 700
SHUFFLED = np.random.default_rng(0).permutation(1797)[:COUNT]  # in the source, a few people's digits lie together
TRUTH = load_digits().target[SHUFFLED]
PIXELS = load_digits().data[SHUFFLED]
IS_TEST = np.arange(COUNT) >= 400
Make = Callable[[float], Store]


def written(folder: Path, given: NDArray[np.int64]) -> Store:
    """A project of the digits with these labels; the first 400 are train, the rest val. The vectors are the pixels."""
    images, names = folder / "images", []
    for at, digit in enumerate(given):
        file = images / ("val" if IS_TEST[at] else "train") / NAMES[digit] / f"{at:04d}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.new("L", (8, 8)).save(file)
        names.append(file.relative_to(images).as_posix())
    store = Store.create(folder / "digits.assay")
    import_dataset(store, images)
    np.save(folder / "pixels.npy", PIXELS)
    (folder / "names.txt").write_text("\n".join(names))
    import_vectors(store, folder / "pixels.npy", level=Level.IMAGE, ids=folder / "names.txt")
    return store


def spoiled(share: float, seed: int = 0) -> NDArray[np.int64]:
    """The digits with `share` of those that teach moved to another class."""
    random = np.random.default_rng(seed)
    wrong = (random.random(COUNT) < share) & ~IS_TEST
    given: NDArray[np.int64] = np.where(wrong, (TRUTH + random.integers(1, 10, COUNT)) % 10, TRUTH)
    return given


def relabel_to(store: Store, wanted: NDArray[np.int64]) -> int:
    """Give every digit the class wanted, in one change for each class; how many had another one."""
    snapshot = store.snapshot()
    images = snapshot.rows("images", columns=("id", "path")).to_pylist()
    rows = snapshot.rows("annotations", columns=("id", "image_id")).to_pylist()
    label_of = {row["image_id"]: row["id"] for row in rows}
    labels: Any = np.array([label_of[row["id"]] for row in sorted(images, key=lambda row: Path(row["path"]).name)])
    classes = {one.name: one.id for one in snapshot.categories(snapshot.dataset().id)}
    have = snapshot.take("annotations", labels, columns=("category_id",))["category_id"].to_numpy()
    edits = 0
    for digit, name in enumerate(NAMES):
        ids = labels[(wanted == digit) & (have != classes[name])]
        if len(ids):
            edit_labels.relabel(store, ids.tolist(), classes[name])
            edits += len(ids)
    return edits


@pytest.fixture
def make(tmp_path: Path) -> Make:
    return lambda share: written(tmp_path, spoiled(share))


def test_mending_much_noise_is_better(make: Make) -> None:
    """A fifth of the training labels is wrong, and all of them are mended."""
    with make(0.2) as store:
        fixes = relabel_to(store, TRUTH)
        found = fix_effect(store)
    assert (found.level, found.fixes, found.taught) == (Level.IMAGE, fixes, 400)
    assert found.overall.items == IS_TEST.sum() == sum(one.effect.items for one in found.classes)
    assert found.overall.is_better
    assert found.verdict.startswith("Better by ")
    assert found.points_per_hundred == pytest.approx(1e4 * found.overall.gain / fixes)
    assert sum(one.fixes for one in found.classes) == 2 * fixes
    assert found.seconds is None


def test_mending_the_noise_of_the_demo_has_an_interval(make: Make) -> None:
    """V3.11: 3 % noise, 20 trainings, a difference with an interval, overall and in the cleaned group."""
    with make(WRONG_SHARE) as store:
        relabel_to(store, TRUTH)
        found = fix_effect(store)
        again = fix_effect(store)
    assert found.repeats == 20
    assert found.overall.low < found.overall.gain < found.overall.high
    assert found.edited is not None
    assert found.edited.low < found.edited.gain < found.edited.high
    assert found == again


def test_swapping_noise_for_other_noise_is_no_evidence(make: Make) -> None:
    """Random edits: as many labels are wrong as before, others."""
    with make(0.1) as store:
        relabel_to(store, spoiled(0.1, seed=1))
        found = fix_effect(store)
    assert not found.overall.is_better
    assert not found.overall.is_worse
    assert found.verdict.startswith("No evidence that it helped: ")


def test_the_labels_before_are_found_through_undo_and_redo(make: Make) -> None:
    """As they were imported, behind any entry, and in a version."""
    with make(0.1) as store:
        dataset = store.snapshot().dataset().id

        def now() -> Any:
            return store.snapshot().rows("annotations", columns=("id", "category_id", "deleted")).to_pylist()

        states = {store.snapshot().tip: now()}
        relabel_to(store, TRUTH)
        save_version(store, "mended")
        states[store.snapshot().tip] = now()
        undo(store)
        states[store.snapshot().tip] = now()
        redo(store)
        undo(store)
        edit_labels.delete(store, [row["id"] for row in states[1][:5]])
        states[store.snapshot().tip] = now()
        snapshot = store.snapshot()
        first = min(states)
        for name, state in ((tip, states[tip]) for tip in states):
            past = past_labels(store, snapshot, name, dataset_id=dataset)
            assert past.select(["id", "category_id", "deleted"]).to_pylist() == state
        imported = past_labels(store, snapshot, "imported", dataset_id=dataset)
        assert imported.select(["id", "category_id", "deleted"]).to_pylist() == states[first]
        kept = past_labels(store, snapshot, "mended", dataset_id=dataset)
        assert kept["category_id"].to_pylist() == [row["category_id"] for row in states[sorted(states)[1]]]
        with pytest.raises(NotFound):
            past_labels(store, snapshot, 10_000, dataset_id=dataset)


def test_what_cannot_be_measured_is_told(make: Make) -> None:
    with make(0.1) as store:
        with pytest.raises(ChoiceInvalid, match="No class differs"):
            fix_effect(store)
        with pytest.raises(ChoiceInvalid, match="no labelled item"):
            fix_effect(store, test='split = "nowhere"')
        with pytest.raises(ChoiceInvalid, match="5 repeats"):
            fix_effect(store, repeats=5)


TRAINING = """
import csv, sys
train, test, out = (list(csv.DictReader(open(file))) if file != sys.argv[3] else file for file in sys.argv[1:])
assert len(train) == 200 and len(test) == 300 and set(train[0]) == {"id", "path", "label", "x", "y", "w", "h"}
shown = {row["path"]: row["label"] for row in train}
assert not shown.keys() & {row["path"] for row in test}
right = sum(path.split("/")[-2] == label for path, label in shown.items()) / len(shown)
if "--print" in sys.argv[3]:
    print("error", 1 - right)
else:
    with open(out, "w") as file:
        file.write("id,label\\n" + "".join(f"{row['id']},{row['label']}\\n" for row in test[: int(300 * right)]))
"""


def test_the_own_training_is_run_on_both_sides(make: Make, tmp_path: Path, shell: Shell) -> None:
    """It learns by which folder an image lies in, which is the class as it was imported: mending makes it worse."""
    (tmp_path / "train.py").write_text(TRAINING)
    with make(0.2) as store:
        fixes = relabel_to(store, TRUTH)
    line = f"{sys.executable} {tmp_path / 'train.py'} {{train}} {{test}}"
    project = str(tmp_path / "digits.assay")
    told = shell("did-it-help", project, "--repeats", "6", "--json", "--command", f"{line} {{out}}").value
    assert told["overall"]["before"] == 0
    assert told["overall"]["gain"] == pytest.approx(-100 * fixes / 400, abs=1)
    assert (told["fixes"], told["verdict"][:9]) == (fixes, "Worse by ")
    printed = shell("did-it-help", project, "--repeats", "6", "--json", "--command", f"{line} --print").value
    assert printed["overall"]["gain"] == pytest.approx(-100 * fixes / 400)
    assert printed["classes"] == []
    failed = shell("did-it-help", project, "--command", f"{sys.executable} -c 'raise SystemExit(3)' {{train}}")
    assert failed.code == 1
    assert "ended with 3" in failed.err


def test_the_server_trains_in_a_job_and_runs_no_command(make: Make) -> None:
    """A command is run only where a person types it."""
    with make(0.2) as store:
        fixes = relabel_to(store, TRUTH)
        client = Visitor(create_app(store))
        dataset = store.snapshot().dataset().id
        question = {"dataset": dataset, "before": 1}
        plan = client.post("/api/did-it-help/plan", question).json()
        assert (plan["level"], plan["taught"], plan["fixes"]) == ("image", 400, fixes)
        assert (plan["test_items"], plan["test_images"], plan["checked"]) == (300, 300, 0)
        job = ended(client, client.post("/api/did-it-help/run", {**question, "repeats": 6}).json()["id"])
        assert (job["state"], job["done"], job["total"], job["result"]) == ("done", 6, 6, None)
        told = job["effect"]
        assert told["verdict"] == fix_effect(store, before=1, repeats=6).verdict
        assert (told["dataset"], told["before"], told["after"]) == (dataset, "1", "now")
        assert told["overall"]["items"] == 300
        for wrong in ({"command": "true {train}"}, {"repeats": 4}):
            assert client.post("/api/did-it-help/run", {**question, **wrong}).status_code == 422
        assert client.post("/api/did-it-help/plan", {**question, "before": "nothing"}).status_code == 404
        refused = client.post("/api/did-it-help/plan", {**question, "before": "now"})
        assert (refused.status_code, "No class differs" in refused.json()["message"]) == (400, True)


def test_test_items_that_a_review_showed_count_as_checked(make: Make) -> None:
    """A review of labels speaks of their images; nothing else says that a test set is right."""
    with make(0.2) as store:
        relabel_to(store, TRUTH)
        snapshot = store.snapshot()
        tests = snapshot.rows("annotations", columns=("id", "image_id"))["id"].to_pylist()[-5:]
        review = open_review(store, "", level=Level.ANNOTATION, author="Ada")
        record_events(store, review.id, [Look("a", 0, tests)], by=Reviewer("Ada"))
        plan = plan_fix(store)
    assert plan.checked == 5


def test_two_past_states_are_held_against_each_other(make: Make) -> None:
    """What is right of the test items are the labels of now, whatever the two say."""
    with make(0.2) as store:
        start = store.snapshot().tip
        relabel_to(store, TRUTH)
        save_version(store, "mended")
        there = fix_effect(store, before=start, repeats=6)
        relabel_to(store, spoiled(0.3, seed=3))
        assert fix_effect(store, before=start, after="mended", repeats=6).overall == there.overall
        back = fix_effect(store, before="mended", after=start, repeats=6)
    assert back.overall.gain == pytest.approx(-there.overall.gain)
    assert (back.before, back.after) == ("mended", str(start))
