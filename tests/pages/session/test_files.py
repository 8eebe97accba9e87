"""A file that was made when asked for is there when the browser comes for it, and is the one that was asked for."""

import threading

import pytest
from streamlit.runtime import memory_media_file_storage
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from pages.session import files


def manager():
    return MediaFileManager(MemoryMediaFileStorage("/media"))


def made(kept, content=b"kecamatan,skor\nSetu,61\n"):
    """The address of a file that a click has just had made."""
    return kept.execute_deferred(kept.add_deferred(lambda: content, "text/csv", "0.1", "skor.csv")).rpartition("/")[2]


def test_streamlit_drops_a_file_that_was_made_a_moment_ago():
    """Should it no longer, `pages/session/files.py` can go."""
    kept = manager()
    name = made(kept)
    for _ in range(2):  # two other people's reruns end
        kept.remove_orphaned_files()
    assert kept.read_file(name) is None


def test_a_file_outlives_other_peoples_reruns():
    kept = manager()
    put_away = files.PuttingAway(kept)
    name = made(kept)
    for _ in range(200):
        kept.remove_orphaned_files()
    put_away.once()
    assert kept.read_file(name).content == b"kecamatan,skor\nSetu,61\n"
    kept.remove_orphaned_files()
    put_away.once()
    assert kept.read_file(name) is None, "and doesn't fill the memory"


def test_where_nobody_draws_a_page_nothing_is_looked_at():
    kept, name = manager(), None
    put_away = files.PuttingAway(kept)
    name = made(kept)
    for _ in range(3):
        put_away.once()
    assert kept.read_file(name) is not None


def test_it_goes_on_until_the_server_stops(monkeypatch):
    monkeypatch.setattr(files, "SECONDS", 0.001)
    kept, stop, done = manager(), threading.Event(), threading.Event()
    monkeypatch.setattr(kept, "remove_orphaned_files", done.set)
    files.keep(kept, stop)
    kept.remove_orphaned_files()
    assert done.wait(10)
    stop.set()


def test_two_large_files_that_differ_in_one_digit_are_two():
    """Streamlit's own limit is 1 MiB, above which it looks at the beginning, the middle and the end only."""
    rows = [f"2026-10,32.16.{number:06d},61\n" for number in range(120_000)]
    other = [*rows]
    other[30_000] = other[30_000].replace(",61", ",16")

    def names():
        return {memory_media_file_storage._calculate_file_id("".join(one).encode(), "text/csv", "skor.csv") for one in (rows, other)}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory_media_file_storage, "_PARTIAL_HASH_THRESHOLD", 1 << 20)
        assert len(names()) == 1, "should the library tell them apart, the line in files.keep can go"
    stop = threading.Event()
    stop.set()
    files.keep(manager(), stop)
    assert len(names()) == 2
