"""How a server runs: environment and flags become one frozen object."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
"""Host names that mean this machine."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is fixed while a server runs.

    `token` is what every request must prove to know; None asks for nothing, which is allowed on this machine
    only. `allowed_hosts` are further host names (without a port) under which the server may be asked without a
    token, such as that of a proxy on this machine. `cache_bytes` bounds the thumbnails and crops on disk,
    `body_bytes` the body of a request, `upload_bytes` that of one that brings a file.
    """

    host: str = "127.0.0.1"
    port: int = 8484
    token: str | None = None
    allowed_hosts: frozenset[str] = frozenset()
    cache_bytes: int = 1 << 30
    body_bytes: int = 16 << 20
    upload_bytes: int = 256 << 20

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the address the server is bound to."""
        return is_loopback(self.host)

    def shown(self, folder: Path) -> str:
        """What who asks is told of a project's folder: all of it on this machine, for its shell; elsewhere its name."""
        return str(folder) if self.is_loopback else folder.name

    @property
    def cookie(self) -> str:
        """Name of the token's cookie. Browsers share cookies among all ports of a host, so the port is part of it."""
        return f"assay_{self.port}"


def from_environment(environment: Mapping[str, str] = os.environ, **flags: object) -> Settings:
    """Settings from `ASSAY_TOKEN` and `ASSAY_ALLOWED_HOSTS` (comma-separated); a flag that is not None wins."""
    values: dict[str, object] = {}
    if environment.get("ASSAY_TOKEN"):
        values["token"] = environment["ASSAY_TOKEN"]
    names = [name.strip().lower() for name in environment.get("ASSAY_ALLOWED_HOSTS", "").split(",")]
    values["allowed_hosts"] = frozenset(name for name in names if name)
    values.update({name: value for name, value in flags.items() if value is not None})
    return Settings(**values)  # type: ignore[arg-type]


def is_loopback(host: str) -> bool:
    """Whether `host`, a name or an address, means this machine and nothing else."""
    if host.lower() in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
