"""What stands side by side on a form: a label and its value, two labels, or the same label for two people."""

from __future__ import annotations

import re
import unicodedata

LABEL = re.compile(r"^\s*([^:]{2,60}?)\s*:")
AT_END = re.compile(r":\s*$")
RECIPIENTS = re.compile(r"^n[oơ]i\s*nh[aâ]n")


def label_of(text: str) -> str:
    """The label with which a text begins, without marks and in small letters; empty when it has none."""
    found = LABEL.match(text)
    return _plain(found.group(1)) if found else ""


def heads_recipients(text: str) -> bool:
    """Whether this is "Nơi nhận:", the head of a column and no label of what stands to its right."""
    return bool(RECIPIENTS.match(_plain(text)))


def are_label_and_value(left: str, right: str) -> bool:
    """Whether `right` is what the label at the end of `left` asks for."""
    return bool(AT_END.search(left)) and not heads_recipients(left) and not label_of(right)


def are_two_labels(left: str, right: str) -> bool:
    """Whether both have a label of their own, as "Giới tính: Nam" beside "Dân tộc: Kinh"."""
    one, other = label_of(left), label_of(right)
    return bool(one and other) and not heads_recipients(left) and not are_twins(left, right)


def are_twins(left: str, right: str) -> bool:
    """Whether both have the same label but for a word, as "Họ, tên vợ" and "Họ, tên chồng" have."""
    one, other = label_of(left).split(), label_of(right).split()
    shared = len(set(one) & set(other))
    return shared > 0 and shared >= max(len(one), len(other)) - 1


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).replace("đ", "d").strip()
