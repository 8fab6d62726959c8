"""The frame of a page that opens offline: one HTML document that loads nothing from anywhere."""

from __future__ import annotations

from importlib import metadata, resources

from assay.workflows.report.markup import tag, text

_NOTHING_FROM_ELSEWHERE = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def document(title: str, body: str) -> str:
    """The whole file: a title, the style, and a body of markup."""
    style = resources.files("assay.workflows.report").joinpath("page.css").read_text(encoding="utf-8")
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_NOTHING_FROM_ELSEWHERE}">'
        f"{tag('title', text(title))}<style>{style}</style>"
    )
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>{body}</body></html>\n'


def section(title: str, said: str, *parts: str) -> str:
    """A part of the page: its heading, a sentence that may be empty, and markup."""
    return tag("section", tag("h2", text(title)), *([tag("p", text(said))] if said else []), *parts)


def cards(*shown: str) -> str:
    """Cards beside each other."""
    return tag("div", *shown, class_="cards")


def footer() -> str:
    """What made the file, and that it is alone."""
    return tag(
        "footer",
        f"Made by Assay {text(metadata.version('assay'))}. This file needs nothing else and sends nothing anywhere.",
    )
