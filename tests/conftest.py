"""What every test may ask for."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

from tests.shell import Shell, piped_shell
from tests.tiny import write_tiny

ROOT = Path(__file__).parents[1]

# One profile everywhere: a law that fails, fails again on the next run, and a busy machine is not a failure.
settings.register_profile(
    "assay", deadline=None, derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("assay")
# Hypothesis also draws constants that stand in whatever modules of ours are loaded by then: its examples would hang on
# which tests ran before in the same process. A law failed in one run of the suite and not by itself. It has no setting.
providers._get_local_constants = lambda: providers._local_constants

# Each of thousands of small stores is brought to the disk at every publication. In memory that takes nothing, and no
# test can tell: what is killed is a process, not the machine. TMPDIR names another place; child processes get it.
_MEMORY, _ROOM = Path("/dev/shm"), 2 << 30


def _free_memory() -> int:
    """Bytes that files in memory could take; 0 where there is no such folder."""
    try:
        told = dict(line.split(":") for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines())
        return min(int(told["MemAvailable"].split()[0]) << 10, shutil.disk_usage(_MEMORY).free)
    except (OSError, KeyError):
        return 0


if "TMPDIR" not in os.environ and _free_memory() > _ROOM and os.access(_MEMORY, os.W_OK):
    os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)

# A library that computes in several threads lets them turn idle rounds while they wait for one another: beside other
# tests on the same processors it took three times as long. To be set before numpy is imported; child processes get it.
for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data sets that some checkouts have beside them; the test is skipped where it is absent.

    It is named by ASSAY_TEST_DATA, or stands at ../shared/data. Nothing of it is ever copied into the repository.
    """
    folder = Path(os.environ.get("ASSAY_TEST_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"real data sets are not here ({folder.name} folder absent; ASSAY_TEST_DATA can name it)")
    return folder


@pytest.fixture(autouse=True)
def known_author(monkeypatch: pytest.MonkeyPatch) -> None:
    """Edits of tests are made by one person, whoever runs them."""
    monkeypatch.setenv("ASSAY_AUTHOR", "tester")


@pytest.fixture(scope="session")
def _config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("config")


@pytest.fixture(autouse=True)
def own_config(_config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the settings of whoever runs it."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(_config))


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with the files of `tests/tiny.py` in it: photos/, labels.json, predictions.json."""
    write_tiny(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """The command line as a person types it: `shell("query", "my.assay", "")`, with standard output piped."""
    return piped_shell(monkeypatch, capsys)


@pytest.fixture
def imported(tiny: Path, shell: Shell) -> Path:
    """A project with the tiny dataset and its run, made by the command line in the current folder."""
    assert shell("create", "my.assay").code == 0
    assert shell("import", "my.assay", "labels.json", "--images", "photos").code == 0
    assert shell("import-predictions", "my.assay", "predictions.json", "--run", "small").code == 0
    return tiny / "my.assay"
