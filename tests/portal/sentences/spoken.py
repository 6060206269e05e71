"""The Vietnamese sentences that the sources say outside gettext: those of records, rows and verdicts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
ROOMS = ("pipeline", "classifiers", "records", "signing", "portal/intake", "portal/jobs", "portal/outgoing")
SILENT = (
    "classifiers/specimens", "classifiers/new_type", "classifiers/type_model/model_card.py",
    "classifiers/type_model/other_papers.py", "classifiers/type_model/sketch.py",
    "classifiers/type_model/train.py", "classifiers/catalogue.py", "classifiers/extraction/office_words.py",
    "classifiers/extraction/column_heads.py", "classifiers/extraction/name_syllables.py",
    "classifiers/extraction/known_spelling.py",
    "pipeline/batches/separator_sheets.py", "signing/demo_documents", "signing/verification/reports",
    "signing/printing", "signing/appearance", "signing/agent", "portal/intake/originals.py",
)  # fmt: skip
"""What draws papers, holds their words, or speaks to whoever writes types or starts programs."""
PIECES = {
    "hoặc giữ nguyên nếu là giấy tờ cũ không quét lại được",
    " Tệp không kèm phông chữ đó nên hình trang có thể hiện sai dấu.",
    "Chưa rõ đơn vị hành chính; có thể là: ",
    "Không thuộc các giá trị cho phép: ",
    "Danh mục không có {} {} trong {}",
    "{}; có thể đã sáp nhập trước đó hoặc đọc sai",
    "số trang đổi từ {}",
    "{}: giống {}, nhưng cơ quan không dùng loại này",
    "Loại hồ sơ chưa chắc",
    "không thời hạn",
    "{}: chữ in đọc chưa chắc nên lấy theo {}",
    "Loại hồ sơ chưa chắc ({}, {}){}",
    "DÙNG THỬ – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ",
}
"""Beginnings and ends of sentences that are put together; `test_saying` has them whole."""
_VIETNAMESE = re.compile(
    r"[ăâđêôơưạảãàáậầấẩẫắằặẳẵẹẻẽèéệềếểễịỉĩìíọỏõòóộồốổỗợờớởỡụủũùúựừứửữỵỷỹỳý]", re.IGNORECASE
)
_SAYS = re.compile(r"\b(hãy|không|chưa|cần|khác|phải|có thể|thiếu|bị|được|muộn|sai)\b", re.IGNORECASE)
_PATTERN = re.compile(r"\\[sdwbSWD]|\(\?|\[\^|\{\d")
FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence of the sources; `{}` stands for what differs."""

    text: str
    where: str

    def sample(self) -> str:
        """The sentence with a number where something differs."""
        return re.sub(r"\{[^}]*\}", "7", self.text)


def spoken() -> Iterator[Spoken]:
    """Every sentence of the rooms that may reach a reader by a record, a row or a verdict."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            place = path.relative_to(ROOT).as_posix()
            if not place.startswith(SILENT):
                yield from _in_file(path, place, has_lists=place.startswith("classifiers/validators"))


def _in_file(path: Path, place: str, *, has_lists: bool) -> Iterator[Spoken]:
    source = path.read_text(encoding="utf-8")
    if not _VIETNAMESE.search(source):
        return
    tree = ast.parse(source)
    passed_over = set(_said_otherwise(tree, has_lists=has_lists))
    for node in ast.walk(tree):
        text = "" if id(node) in passed_over else _text(node)
        if _is_sentence(text) and text not in PIECES:
            yield Spoken(text, f"{place}:{node.lineno}")  # type: ignore[attr-defined]  # a text has a line


def _said_otherwise(tree: ast.Module, *, has_lists: bool) -> Iterator[int]:
    """Docstrings, pieces of longer texts, what gettext is given; in validators the values that they list."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)
        elif isinstance(node, ast.JoinedStr):
            yield from map(id, node.values)
        elif (has_lists and isinstance(node, ast.Dict | ast.Set | ast.Tuple | ast.List)) or (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"_", "gettext", "_lazy", "_noop"}
        ):
            yield from map(id, ast.walk(node))


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.sub(r"\{\w*(?::[^}]*)?\}", "{}", node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)
    return ""


def _is_sentence(text: str) -> bool:
    return (
        bool(_VIETNAMESE.search(text))
        and bool(_SAYS.search(text))
        and len(text.split()) >= FEWEST_WORDS
        and not _PATTERN.search(text)
    )


def reasons_of_types() -> Iterator[Spoken]:
    """The sentences of the relations that the files of record types name."""
    from classifiers.catalogue import load_record_types

    for code, kind in load_record_types().items():
        for rule in kind.rules:
            yield Spoken(rule.reason, code)
