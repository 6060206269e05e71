"""Says in words of the paper what the learned model went by, for the person who reviews."""

from __future__ import annotations

from collections.abc import Sequence

from classifiers.type_model.paper import Paper, SheetLine
from classifiers.vietnamese import fold_words

_ZONES = {"T": "tên ở đầu trang", "t": "phần đầu trang"}


def words_as_printed(tokens: Sequence[str], paper: Paper) -> str:
    """A sentence such as: Chữ quen của mẫu: “giao đất” (phần đầu trang), “thửa đất”. Empty without tokens."""
    said: dict[str, str] = {}
    for token in tokens:
        zone, _, words = token.rpartition(":")
        folded = words.replace("_", " ")
        if len(folded) > 2 and not any(folded in other for other in said):
            place = f" ({_ZONES[zone]})" if zone in _ZONES else ""
            said[folded] = f"“{_as_printed(folded, paper.lines)}”{place}"
    return f"Chữ quen của mẫu: {', '.join(said.values())}" if said else ""


def _as_printed(folded: str, lines: Sequence[SheetLine]) -> str:
    """The words with their marks, where a line of the first page holds them; else without."""
    wanted = folded.split()
    for line in lines:
        if f" {folded} " not in f" {line.folded} ":
            continue
        words = line.text.split()
        plain = [fold_words(word) for word in words]
        for start in range(len(words) - len(wanted) + 1):
            if plain[start : start + len(wanted)] == wanted:
                return " ".join(words[start : start + len(wanted)]).strip(" .,;:()").lower()
    return folded
