"""`assay serve`: the web app over a project."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from assay.cli.console import report
from assay.cli.flags import AsJson, ProjectPath
from assay.cli.serving import serve_project

NAME = "serve"
EXAMPLES = ("assay serve my.assay", "assay serve my.assay --host 0.0.0.0 --port 9000")


def run(
    project: ProjectPath,
    host: Annotated[
        str, typer.Option("--host", metavar="H", help="Address to listen on; any but this machine's own needs a token.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="Port; 0 takes a free one.")
    ] = 8484,
    token: Annotated[
        str | None,
        typer.Option("--token", metavar="T", envvar="ASSAY_TOKEN", help="What a browser must know to be let in."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Serve a project to the browser.

    Prints the address to open, and runs until it is interrupted. On an address that other machines can reach a
    token is demanded; without --token one is made up, as part of the printed address.
    """

    def announce(address: str) -> None:
        human = f"Assay is at {address} (Ctrl+C stops it)"
        report({"url": address}, as_json=as_json, human=lambda _: typer.echo(human))
        sys.stdout.flush()

    serve_project(project, announced_to=announce, host=host, port=port, token=token)
