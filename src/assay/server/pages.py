"""The three small pages that the server writes itself."""

from __future__ import annotations

import html
from collections.abc import Sequence

from starlette.responses import HTMLResponse

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">{head}
<title>Assay</title><style>
:root {{ color-scheme: light dark; }}
body {{ font: 15px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem; }}
code {{ font-size: 0.95em; padding: 0.1em 0.35em; border-radius: 4px; background: rgb(128 128 128 / 20%); }}
input, button {{ font: inherit; padding: 0.4rem 0.7rem; border-radius: 8px; border: 1px solid rgb(128 128 128 / 60%); }}
</style></head><body><h1>{title}</h1>{body}</body></html>"""

_COOKIE_SECONDS = 30 * 24 * 3600

_CSP = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"


_WRONG = (
    '<p role="alert"><b>That is not the token of this server.</b> '
    "Unless one was chosen, each start makes up another.</p>"
)


def ask_for_token(query: Sequence[tuple[str, str]] = ()) -> HTMLResponse:
    """For a browser that came without the token, or with a wrong one. The rest of its `query` is kept for after."""
    rest = "".join(
        f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
        for name, value in query
        if name != "token"
    )
    is_wrong = any(name == "token" and value for name, value in query)
    return _page(
        "This project asks for a token",
        (_WRONG if is_wrong else "")
        + "<p>Open the address that <code>assay serve</code> printed, or paste its token here.</p>"
        f'<form method="get">{rest}<label>Token '
        '<input name="token" type="password" autocomplete="off" autofocus></label> '
        "<button>Open the project</button></form>",
        status=401,
    )


def signed_in(cookie: str, proof: str, *, rest: str, is_secure: bool) -> HTMLResponse:
    """Keeps the proof of a token in a cookie and goes on to the same path with the query `rest`.

    A page that moves on rather than a redirect: a strict cookie is not sent along a redirect that began on
    another site, such as a link in a mail. A bare `?…` keeps the path, with whatever prefix a proxy put before it.
    """
    target = html.escape(f"?{rest}")
    page = _page(
        "Welcome",
        f'<p><a href="{target}">Open the project</a></p>',
        head=f'<meta http-equiv="refresh" content="0;url={target}">',
    )
    page.set_cookie(cookie, proof, httponly=True, samesite="strict", secure=is_secure, max_age=_COOKIE_SECONDS)
    return page


def not_built() -> HTMLResponse:
    """Stands where the web app would, in a checkout where it was never built."""
    return _page(
        "The web app is not built yet",
        "<p>The server runs, and so does its API at <code>api/project</code>. What is missing is the web app.</p>"
        "<p>In a checkout, run <code>make web</code> and reload. An installed package has it inside: "
        "if this is one, please report it.</p>",
        status=503,
    )


def _page(title: str, body: str, *, head: str = "", status: int = 200) -> HTMLResponse:
    text = _PAGE.format(title=title, body=body, head=head)
    return HTMLResponse(text, status, {"Content-Security-Policy": _CSP, "Cache-Control": "no-store"})
