"""Reads a YAML file as plain text values and remembers the line of each, so that a mistake can be pointed at.

Every scalar stays a string: `example: 0270221` keeps its zero and `NO` is not a truth value. The schema
says afterwards what is a number, a date or a yes.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"
Path: TypeAlias = tuple[Hashable, ...]

# libyaml's parser reads all types in a tenth of the time; the pure one is there where it is not built in.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Placed:
    """A YAML document: its values, and the line (from 1) of every key and item by its path."""

    value: Plain
    lines: dict[Path, int]
    twice: tuple[tuple[Path, int], ...] = field(default=())
    """Keys written a second time in one mapping, with their line."""

    def line(self, path: Path) -> int:
        """The line of the nearest place on `path` that the file has."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_placed(text: str) -> Placed:
    """Parses one YAML document. Raises `yaml.YAMLError` for text that is not YAML."""
    node = yaml.compose(text, Loader=_LOADER)
    lines: dict[Path, int] = {(): 1}
    twice: list[tuple[Path, int]] = []
    value = _plain(node, (), lines, twice) if node is not None else None
    return Placed(value, lines, tuple(twice))


def _plain(node: yaml.Node, path: Path, lines: dict[Path, int], twice: list[tuple[Path, int]]) -> Plain:
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Plain] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            here = (*path, key)
            if key in mapping:
                twice.append((here, key_node.start_mark.line + 1))
            lines[here] = key_node.start_mark.line + 1
            mapping[key] = _plain(value_node, here, lines, twice)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        items: list[Plain] = []
        for index, item in enumerate(node.value):
            lines[(*path, index)] = item.start_mark.line + 1
            items.append(_plain(item, (*path, index), lines, twice))
        return items
    is_bare = getattr(node, "style", None) is None
    return None if is_bare and node.value in {"", "~", "null"} else str(node.value)
