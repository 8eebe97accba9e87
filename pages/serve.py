"""`python dashboard.py`: start Streamlit's server for the dashboard, from whatever folder it is called."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from data import store
from data.words import t

ADDRESS, PORT = "127.0.0.1", 8501


def serve(entry: Path, arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted. Returns the exit status: 1 if the port is taken, said in one sentence."""
    parser = argparse.ArgumentParser(prog="dashboard.py", description=t("Jalankan Dasbor Kondusivitas."))
    parser.add_argument("--port", type=_port, default=PORT, help=t("nomor port (bawaan: 8501)"))
    port = parser.parse_args(arguments).port
    if not _is_free(port):
        print(
            t("Port {port} sedang dipakai program lain. Pilih yang lain: python dashboard.py --port {other}", port=port, other=port + 1),
            file=sys.stderr,
        )  # fmt: skip
        return 1
    # A home given relative to the caller's folder stays what it was, though the server runs in the program's folder.
    os.environ["KONDUSIF_HOME"] = str(store.resolve_home())
    os.chdir(entry.parent)
    from streamlit import config
    from streamlit.web import bootstrap

    config._main_script_path = str(entry)
    bootstrap.load_config_options({"server_port": port, "server_address": ADDRESS})
    print(
        t("Dasbor dibuka di http://{address}:{port} (hentikan dengan Ctrl+C)", address=ADDRESS, port=port),
        flush=True,
    )
    bootstrap.run(str(entry), False, [], {"server_port": port, "server_address": ADDRESS})
    return 0


def _port(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(t("{text} bukan nomor port (1–65535)", text=repr(text)))
    return number


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            return False
    return True
