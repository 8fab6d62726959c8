"""The reference page of embedders, made from what they declare and from their docstrings."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assay.embeddings.embedder import Embedder


def reference_page(embedders: Iterable[Embedder]) -> str:
    """A page in Markdown: each embedder with its title, what it needs, its parameters, and its docstring."""
    return "\n".join(_section(embedder) for embedder in embedders)


def _section(embedder: Embedder) -> str:
    facts = [f"`{embedder.slug}`, version {embedder.version}."]
    if embedder.learn is not None:
        facts.append("It learns from the crops of the set, without labels.")
    if embedder.fit is not None:
        facts.append("Its vectors are fitted to the set.")
    if embedder.extra:
        facts.append(f"Needs `pip install 'assay[{embedder.extra}]'`.")
    if embedder.parameters:
        given = ", ".join(f"`{name}` = {_told(value)}" for name, value in embedder.parameters.items())
        facts.append(f"Parameters: {given}.")
    body = re.sub(r"^(.+)\n-+\n", r"**\1.** ", embedder.page, flags=re.MULTILINE)
    return f"## {embedder.title}\n\n{' '.join(facts)}\n\n{body}\n"


def _told(value: object) -> str:
    return "empty" if value == "" else str(value)
