"""Where an object lies under the storage root: OCFL extension 0003, hash and identifier n-tuple.

The folder's name ends in the record's identifier, so that a person finds a record by eye; two levels of
two hexadecimal digits keep a million records to some fifteen in a folder. The extension's default of
three levels of three would give nearly each record three folders of its own.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from urllib.parse import unquote

EXTENSION = "0003-hash-and-id-n-tuple-storage-layout"
TUPLE_SIZE = 2
NUMBER_OF_TUPLES = 2
ID_PREFIX = "hoso:"
"""OCFL 1.1, 3.5.1: an object's id should be a URI; ours is `hoso:` and the record's identifier."""
ROOT_DECLARATION = "0=ocfl_1.1"
OBJECT_DECLARATION = "0=ocfl_object_1.1"
EXTENSIONS_FOLDER = "extensions"

_IDENTIFIER = re.compile(r"^[a-z0-9][a-z0-9-]{0,79}$")


def object_id(record_id: str) -> str:
    """The OCFL id of a record; `ValueError` unless it is 1 to 80 lower-case letters, digits and hyphens."""
    if not _IDENTIFIER.match(record_id):
        raise ValueError("a record identifier is 1 to 80 lower-case letters, digits and hyphens")
    return ID_PREFIX + record_id


def object_name(record_id: str) -> str:
    """The last folder of a record's place, for example `hoso%3ahs-ab…`."""
    encoded = object_id(record_id).encode()
    return "".join(chr(byte) if re.match(r"[A-Za-z0-9_-]", chr(byte)) else f"%{byte:02x}" for byte in encoded)


def object_folder(record_id: str) -> str:
    """The record's place under the storage root, for example `3f/a0/hoso%3ahs-ab…`."""
    digest = hashlib.sha256(object_id(record_id).encode()).hexdigest()
    tuples = [digest[i * TUPLE_SIZE : (i + 1) * TUPLE_SIZE] for i in range(NUMBER_OF_TUPLES)]
    return "/".join([*tuples, object_name(record_id)])


def record_id_of(name: str) -> str | None:
    """The record whose folder is called `name`; `None` for a folder that is not ours."""
    identifier = unquote(name)
    bare = identifier.removeprefix(ID_PREFIX)
    if bare == identifier or not _IDENTIFIER.match(bare):
        return None
    return bare


def root_files() -> Mapping[str, bytes]:
    """Every file of an empty storage root, the declaration last so that it stands only for a whole root."""
    description = (
        "Objects lie in <2 hex digits>/<2 hex digits>/<percent-encoded object id>; the digits are the first "
        "of the SHA-256 of the object id"
    )
    config = {
        "extensionName": EXTENSION,
        "digestAlgorithm": "sha256",
        "tupleSize": TUPLE_SIZE,
        "numberOfTuples": NUMBER_OF_TUPLES,
    }
    return {
        f"{EXTENSIONS_FOLDER}/{EXTENSION}/config.json": _json(config),
        "ocfl_layout.json": _json({"extension": EXTENSION, "description": description}),
        "README.txt": _README.encode(),
        ROOT_DECLARATION: b"ocfl_1.1\n",
    }


def _json(value: Mapping[str, object]) -> bytes:
    return (json.dumps(value, indent=1) + "\n").encode()


_README = """\
Kho lưu trữ hồ sơ của Hoso. Không sửa, xóa hay thêm tệp nào ở đây bằng tay.
An archive of records kept by Hoso. Change, delete or add nothing here by hand.

It is an OCFL 1.1 storage root (Oxford Common File Layout, https://ocfl.io/1.1/spec/) and can be read and
checked without Hoso. Each record is one folder,

  <2 hex digits>/<2 hex digits>/hoso%3a<record identifier>/

whose inventory.json lists every version of the record: its files by their names ("state"), where their
bytes lie ("manifest"), and their SHA-512 and SHA-256 digests. The newest version is named by "head".
The names of a record's files:

  original/<name>   the file as it was handed in, byte for byte; a file of several papers
                    lies with its first record, which intake.json of the others names
  searchable.pdf    the same pages with their recognised text, PDF/A
  words.json        every recognised word and its place on the page
  record.json       the kind of record, its fields and where each was read
  intake.json       when and from where the file came
  corrections.json  what people corrected: who, when, before, after; only where somebody did
"""
