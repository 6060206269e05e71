"""The promises that every store keeps; a new store is tested by being there."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from archive.stores import Draft, Entry, Store, open_store, store_names
from records.errors import ObjectMissing, SettingInvalid


@pytest.fixture(params=store_names())
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return open_store(request.param, str(tmp_path / "archive"))


def place(store: Store, folder: str, files: dict[str, bytes]) -> bool:
    with store.hold("key"):
        draft = store.draft("key")
        for path, content in files.items():
            draft.write(path, [content[:2], content[2:]])
        placed = draft.place(folder)
        draft.discard()
    return placed


def test_members_are_found_by_their_files_and_keep_the_protocol(store: Store) -> None:
    assert set(store_names()) >= {"folder", "memory"}
    assert isinstance(store, Store) and isinstance(store.draft("key"), Draft)


def test_an_unknown_store_is_a_setting_to_correct() -> None:
    with pytest.raises(SettingInvalid, match="folder"):
        open_store("tape", "")


def test_a_tree_is_seen_whole_or_not_at_all(store: Store) -> None:
    with store.hold("key"):
        draft = store.draft("key")
        draft.write("a/Đơn.txt", [b"one"])
        assert store.names("") == [] and not store.exists("x")
        assert draft.place("x/y/z")
        draft.discard()
    assert store.read("x/y/z/a/Đơn.txt") == b"one"
    assert store.names("") == [Entry("x", True, 0)]
    assert store.drafts() == []


def test_what_stands_is_never_overwritten_by_a_tree(store: Store) -> None:
    assert place(store, "x/y", {"a": b"first"})
    assert not place(store, "x/y", {"a": b"second", "b": b""})
    assert store.read("x/y/a") == b"first" and not store.exists("x/y/b")
    assert place(store, "x/z", {"a": b"third"})


def test_a_file_is_replaced(store: Store) -> None:
    with store.hold("key"):
        draft = store.draft("key")
        draft.replace("x/a", b"one")
        draft.replace("x/a", b"two")
        draft.discard()
    with store.open("x/a") as stream:
        assert stream.read() == store.read("x/a") == b"two"
    local = store.local_path("x/a")
    assert local is None or local.read_bytes() == b"two"


def test_names_are_sorted_and_sized(store: Store) -> None:
    place(store, "x", {"b": b"12345", "a/c": b"", "ă": b"1"})
    assert store.names("x") == [Entry("a", True, 0), Entry("b", False, 5), Entry("ă", False, 1)]
    assert store.names("nowhere") == []


def test_what_is_missing_is_missing(store: Store) -> None:
    place(store, "x", {"a": b""})
    for path in ("nowhere", "x/b"):
        assert not store.exists(path) and store.local_path(path) is None
        with pytest.raises(ObjectMissing):
            store.read(path)
        with pytest.raises(ObjectMissing):
            store.open(path)


def test_a_discarded_draft_leaves_nothing(store: Store) -> None:
    with store.hold("key"):
        draft = store.draft("key")
        draft.write("a", [b"one"])
        assert [key for key, _draft in store.drafts()] == ["key"]
        draft.discard()
        draft.discard()
    assert store.drafts() == [] and store.names("") == []


def test_what_is_set_aside_is_out_of_the_tree(store: Store) -> None:
    place(store, "x/y", {"a": b"one", "b/c": b"two"})
    place(store, "x/z", {"a": b"three"})
    assert store.set_aside("x/y")
    assert not store.exists("x/y") and store.read("x/z/a") == b"three"


def test_one_holds_a_key_at_a_time(store: Store) -> None:
    inside = 0
    most = 0

    def work() -> None:
        nonlocal inside, most
        for _turn in range(10):
            with store.hold("key"):
                inside += 1
                most = max(most, inside)
                time.sleep(0.001)
                inside -= 1

    threads = [threading.Thread(target=work) for _thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
