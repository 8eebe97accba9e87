"""`python dashboard.py`: start Streamlit's server for the dashboard, from whatever folder it is called.

What stands between a request and Streamlit is handed to `st.App` in `dashboard.py`: the routes of this module, and the
middleware of `pages/guarding.py`. Both hold for `streamlit run dashboard.py` too.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import errno
import importlib
import logging
import os
import socket
import sys
import threading
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlencode

from starlette.convertors import StringConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route
from streamlit import App, runtime
from streamlit import logger as streamlit_logger
from streamlit.runtime.pages_manager import PagesManager
from uvicorn.config import LOGGING_CONFIG

from data import logbook
from data.access import access_file, viewers
from data.commands import Parser
from data.errors import DataError
from data.words import house as t
from data.words import msg
from data.workflow import stores
from pages import guarding
from pages.session import addresses, collecting, files, health, listening, sending, signin, watch

ADDRESS, PORT = "127.0.0.1", 8501
STREAMLIT = ("awal", "oauth2callback", "media", "component", "static", "app", "healthz", "auth")
"""First parts of addresses that are no page of ours by name and yet answered (`awal`: `navigation.pages`)."""


log = logging.getLogger(__name__)


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
    return [*health.routes(), Route(f"/{signin.FIRST_PAGE}", _to_first_page), Route("/{name:no_page}", _said_there)]


def begin_log() -> None:
    """All lines, also those of Streamlit and uvicorn, through one handler, in the form that `KONDUSIF_LOG` asks for; ends the program for another."""
    try:
        logbook.set_up(_form())
    except DataError as reason:
        print(t(reason.message), file=sys.stderr)
        sys.exit(1)
    logging.getLogger().addHandler(watch.Faults(logging.ERROR))
    if _form() == logbook.TEXT:  # at a terminal nobody reads a line for each click
        for quiet in (watch, guarding):
            quiet.log.setLevel(logging.WARNING)
    # Both would give their loggers handlers of their own: uvicorn when it starts, Streamlit to each when it is first used.
    for name in ("uvicorn", "uvicorn.access"):
        LOGGING_CONFIG["loggers"][name].update(handlers=[], propagate=name == "uvicorn")
    LOGGING_CONFIG["loggers"]["uvicorn.error"]["level"] = "INFO" if _form() == logbook.JSON else "WARNING"
    logging.getLogger("uvicorn.error").addFilter(_is_no_connection)
    streamlit_logger.setup_formatter = _handed_on
    streamlit_logger.update_formatter()


def _form() -> str:
    return os.environ.get(logbook.SETTING) or logbook.TEXT


def _handed_on(logger: logging.Logger) -> None:
    logger.handlers.clear()
    logger.propagate = logger.name != "uvicorn.access"  # a line for each request, with its address


def _is_no_connection(record: logging.LogRecord) -> bool:
    """Not the lines of uvicorn for each connection, which name its address; `guarding` has its own."""
    return not str(record.msg).startswith(("connection ", '%s - "WebSocket'))


@contextlib.asynccontextmanager
async def ready(_: App) -> AsyncIterator[None]:
    """Before the first request: what everybody would wait for is loaded; while it serves: memory is given back, files are put away."""
    sending.at_once(asyncio.get_running_loop())
    await asyncio.to_thread(_load)
    collecting.settle()
    stop = threading.Event()
    threading.Thread(target=collecting.keep_collecting, args=(stop,), name="collecting", daemon=True).start()
    files.keep(runtime.get_instance().media_file_mgr, stop)
    yield
    stop.set()


def _load() -> None:
    with contextlib.suppress(ImportError):  # an installation that isn't whole: the page says it (dashboard.py)
        importlib.import_module("pages.navigation")
        importlib.import_module("pages.warming").warm(stores.home())


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
        return _refused(reason)
    os.chdir(app.script_path.parent)
    sys.argv = [str(app.script_path)]  # where Streamlit looks for its configuration; a relative path would be lost with the folder
    if _form() == logbook.JSON:
        log.info("serving on port %d", options.port)
    else:
        _greet(options.address, options.port)
    with contextlib.suppress(KeyboardInterrupt):  # raised again once everything is closed
        app.run(config=settings)
    return 0


def _refused(reason: DataError) -> int:
    if _form() == logbook.JSON:
        log.error("%s", reason.message)
    else:
        print(t(reason.message), file=sys.stderr)
    return 1


def _greet(address: str, port: int) -> None:
    print(
        t(
            "Dasbor dibuka di http://{address}:{port} (hentikan dengan Ctrl+C)",
            address=f"[{address}]" if ":" in address else address,
            port=port,
        ),
        flush=True,
    )


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
