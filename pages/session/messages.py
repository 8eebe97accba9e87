"""What a browser may say over its WebSocket. Streamlit believes every connection, signed in or not.

One of its messages empties everybody's caches, others start git or write into the account's folders. Our pages send none of these: what
isn't listed here never reaches Streamlit.
"""

from __future__ import annotations

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg

HEARD = frozenset({"rerun_script", "stop_script", "app_heartbeat", "file_urls_request"})
"""A rerun, its end, a sign of life, addresses for files to upload: of the own session only."""
OPERATIONS = frozenset({"deferred_file", "dataframe_chunk"})
"""Of `backend_operation_request`: a file made when asked for, more rows of a table. Of the own session only."""
IGNORED = frozenset(
    {
        "clear_cache",
        "set_run_on_save",
        "load_git_info",
        "debug_disconnect_websocket",
        "debug_shutdown_runtime",
    }
)
IGNORED_OPERATIONS = frozenset({"install_skills", "dismiss_skills_nudge"})
MOST_FILES = 100
"""Addresses for uploads in one message; Streamlit makes as many as it is asked for, while everybody waits."""


def is_heard(frame: bytes) -> bool:
    """Whether a frame may pass. One that isn't a message of Streamlit's may: Streamlit then ends the connection."""
    try:
        message = BackMsg.FromString(frame)
    except DecodeError:
        return True
    kind = message.WhichOneof("type")
    if kind == "backend_operation_request":
        return message.backend_operation_request.WhichOneof("payload") in OPERATIONS
    if kind == "file_urls_request" and len(message.file_urls_request.file_names) > MOST_FILES:
        return False
    return kind in HEARD
