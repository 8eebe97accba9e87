"""`python dashboard.py`: start Streamlit's server for the dashboard, from whatever folder it is called.

What stands between a request and Streamlit is handed to `st.App` in `dashboard.py`: the routes of this module, and the
middleware of `pages/guarding.py`. Both hold for `streamlit run dashboard.py` too.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import socket
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlencode

from starlette.convertors import StringConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route
from streamlit import App
from streamlit.runtime.pages_manager import PagesManager

from data.access import access_file, viewers
from data.commands import Parser
from data.errors import DataError
from data.words import house as t
from data.words import msg
from data.workflow import stores
from pages.session import addresses, listening, signin

ADDRESS, PORT = "127.0.0.1", 8501
STREAMLIT = ("awal", "oauth2callback", "media", "component", "static", "app", "healthz", "auth")
"""First parts of addresses that are no page of ours by name and yet answered (`awal`: `navigation.pages`)."""


class _NoPage(StringConvertor):
    """A path of one part that is neither a page of ours nor anything of Streamlit's."""

    regex = rf"(?!_|(?:{'|'.join((*viewers.ALL_PAGES, *STREAMLIT))})$)[^/.]+"


def pages_by_navigation() -> None:
    """Before its first `st.navigation`, Streamlit takes the files in a folder `pages` for pages of its own: asked for /tren, a fresh server
    would run that file alone, without sign-in. No option changes that (tests/browser/test_roles_in_browser.py).
    """
    PagesManager.uses_pages_directory = False


def routes() -> list[Route]:
    """Addresses that Streamlit doesn't know: it keeps its first page at `/`, and answers `/ringkasan`, and whatever isn't a page, with an
    English "Page not found".
    """
    register_url_convertor("no_page", _NoPage())
    return [Route(f"/{signin.FIRST_PAGE}", _to_first_page), Route("/{name:no_page}", _said_there)]


async def _to_first_page(request: Request) -> RedirectResponse:
    """To `/`, with every choice of the link. Relative, for a proxy that serves the dashboard under a path."""
    return _redirected(request.query_params)


async def _said_there(request: Request) -> RedirectResponse:
    """To `/`, which says that there is no such page (`context.load`)."""
    return _redirected({**request.query_params, addresses.NO_PAGE: request.path_params["name"]})


def _redirected(choices: Mapping[str, str]) -> RedirectResponse:
    query = f"?{urlencode(choices)}" if choices else ""
    return RedirectResponse(f"./{query}", headers={"Cache-Control": "no-store"})


def serve(app: App, arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted. Returns the exit status: 1 if it can't or may not begin, said in one sentence."""
    parser = Parser(prog="dashboard.py", description=t("Jalankan Dasbor Kondusivitas."))
    parser.add_argument("--port", type=_port, default=PORT, help=t("nomor port (bawaan: 8501)"))
    parser.add_argument(
        "--address",
        default=ADDRESS,
        help=t("alamat tempat mendengarkan (bawaan: 127.0.0.1, hanya mesin ini; alamat lain perlu akses.toml)"),
    )
    options = parser.parse_args(arguments)
    # A home given relative to the caller's folder keeps its meaning, though the server runs in the program's folder.
    home = stores.home()
    os.environ["KONDUSIF_HOME"] = str(home)
    try:
        settings = _settings(home, options.address, options.port)
    except DataError as reason:
        print(t(reason.message), file=sys.stderr)
        return 1
    os.chdir(app.script_path.parent)
    sys.argv = [str(app.script_path)]  # where Streamlit looks for its configuration; a relative path would be lost with the folder
    print(
        t(
            "Dasbor dibuka di http://{address}:{port} (hentikan dengan Ctrl+C)",
            address=f"[{options.address}]" if ":" in options.address else options.address,
            port=options.port,
        ),
        flush=True,
    )
    with contextlib.suppress(KeyboardInterrupt):  # raised again once everything is closed
        app.run(config=settings)
    return 0


def _settings(home: Path, address: str, port: int) -> dict[str, object]:
    """Options of Streamlit. Raises DataError: sign-in that is wrong or absent where it is needed, a port in use."""
    rules = access_file.load(home)
    if reason := listening.refuses_address(address, rules):
        raise DataError(reason)
    if not _is_free(address, port):
        raise DataError(
            msg(
                "Port {port} sedang dipakai program lain. Pilih yang lain: python dashboard.py --port {other}",
                port=port,
                other=port + 1,
            )
        )
    # Only the home's: what lies in ~/.streamlit belongs to something else.
    access_file.official_name(home, rules)  # the guard needs it
    secrets = [str(access_file.secrets_of_oidc(home))] if rules.mode == access_file.OIDC else []
    return {"server.port": port, "server.address": address, "secrets.files": secrets}


def _port(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(t("{text} bukan nomor port (1–65535)", text=repr(text)))
    return number


def _is_free(address: str, port: int) -> bool:
    """Whether the port is free. Raises DataError for an address that this machine doesn't have."""
    try:
        family = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            return False
        raise DataError(msg("Mesin ini tidak punya alamat {address}.", address=address)) from None
    return True
