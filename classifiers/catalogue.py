"""The catalogue of record types: a folder of YAML files, one a type, read once and checked in full.

A records office adds a type by writing one file; nothing is trained and no code is touched. A mistake in
it is told with file, line and remedy, in English and in Vietnamese.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import process

from classifiers.editions import with_all_editions
from classifiers.record_type import (
    Check,
    Discriminators,
    Edition,
    FieldRule,
    FieldType,
    Group,
    InUse,
    Layout,
    RecordRule,
    RecordType,
    Section,
    Where,
)
from classifiers.yaml_places import Path as Place
from classifiers.yaml_places import Placed, read_placed
from records.errors import RecordTypeInvalid

__all__ = [
    "RECORD_TYPES_FOLDER",
    "Check",
    "FieldRule",
    "FieldType",
    "Group",
    "Layout",
    "RecordRule",
    "RecordType",
    "Section",
    "Where",
    "check_record_types",
    "load_record_types",
]

RECORD_TYPES_FOLDER = Path(__file__).parent / "record_types"
_COLUMNED = {FieldType.TABLE, FieldType.LIST}


@dataclass(frozen=True, slots=True)
class _Problem:
    line: int
    english: str
    vietnamese: str


def load_record_types(folder: Path | None = None) -> Mapping[str, RecordType]:
    """Every record type of `folder` (the project's own when left out) by its code, in the order of the codes.

    Read once and kept until a file in the folder changes. Raises `RecordTypeInvalid` with every problem
    found, each with file, line and remedy, when any file is wrong.
    """
    place = (folder or RECORD_TYPES_FOLDER).resolve()
    return _load(place, _stamp(place))


def check_record_types(folder: Path | None = None) -> list[str]:
    """What is wrong in `folder`, each as `file:line: what; remedy / Vietnamese`; `[]` when all is well."""
    _, problems = _read_folder((folder or RECORD_TYPES_FOLDER).resolve())
    return problems


@lru_cache(maxsize=8)
def _load(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> Mapping[str, RecordType]:
    if not stamp:
        raise RecordTypeInvalid(f"{folder}: no record type here; every type is one file <code>.yaml")
    types, problems = _read_folder(folder)
    if problems:
        raise RecordTypeInvalid("\n".join(problems))
    return MappingProxyType(types)


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, time of change and size of every file; asked for with each paper, so by the fewest calls."""
    if not folder.is_dir():
        raise _no_folder(folder)
    with os.scandir(folder) as entries:
        seen = [(entry.name, entry.stat()) for entry in entries if entry.name.endswith(".yaml")]
    return tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in seen))


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise _no_folder(folder)
    return sorted(folder.glob("*.yaml"))


def _no_folder(folder: Path) -> RecordTypeInvalid:
    return RecordTypeInvalid(f"{folder}: there is no such folder of record types")


def _read_folder(folder: Path) -> tuple[dict[str, RecordType], list[str]]:
    types: dict[str, RecordType] = {}
    problems: list[str] = []
    for file in _files(folder):
        record_type, found = _read_file(file)
        if record_type is not None and record_type.code in types:
            found.append(
                _Problem(
                    1,
                    f"code {record_type.code!r} is taken by another file; choose a new code",
                    f"mã {record_type.code!r} đã có ở tệp khác; hãy chọn mã mới",
                )
            )
        elif record_type is not None:
            types[record_type.code] = with_all_editions(record_type)
        problems.extend(
            f"{file.name}:{problem.line}: {problem.english} / {problem.vietnamese}"
            for problem in sorted(found, key=lambda each: each.line)
        )
    return types, problems


def _read_file(file: Path) -> tuple[RecordType | None, list[_Problem]]:
    try:
        placed = read_placed(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return None, [
            _Problem(1, "not UTF-8; save the file as UTF-8", "không phải UTF-8; hãy lưu tệp dạng UTF-8")
        ]
    except yaml.YAMLError as error:
        return None, [_yaml_problem(error)]
    problems = [
        _Problem(
            line,
            f"key {path[-1]!r} is written twice; keep one",
            f"khóa {path[-1]!r} viết hai lần; hãy giữ một",
        )
        for path, line in placed.twice
    ]
    try:
        record_type = RecordType.model_validate(placed.value)
    except ValidationError as error:
        return None, problems + [_schema_problem(detail, placed) for detail in error.errors()]
    problems.extend(_meaning_problems(record_type, placed, file.stem))
    return record_type, problems


def _yaml_problem(error: yaml.YAMLError) -> _Problem:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or "not readable"
    return _Problem(
        mark.line + 1 if mark else 1,
        f"not valid YAML ({what}); check indentation and quotes",
        "không đúng cú pháp YAML; hãy xem lại thụt dòng và dấu nháy",
    )


def _schema_problem(detail: ErrorDetails, placed: Placed) -> _Problem:
    """Turns one message of the validator into a sentence with a remedy."""
    place: Place = detail["loc"]
    line = placed.line(place)
    name = ".".join(str(part) for part in place)
    kind = detail["type"]
    if kind == "extra_forbidden":
        near = _near(str(place[-1]), _keys_at(place[:-1]))
        return _Problem(
            line,
            f"unknown key {place[-1]!r}" + (f"; did you mean {near!r}?" if near else "; remove it"),
            f"khóa lạ {place[-1]!r}" + (f"; có phải {near!r}?" if near else "; hãy bỏ đi"),
        )
    if kind == "missing":
        return _Problem(line, f"{name!r} is missing; add it", f"thiếu {name!r}; hãy thêm vào")
    if kind in {"enum", "literal_error"}:
        allowed = str(detail.get("ctx", {}).get("expected", ""))
        near = _near(str(detail["input"]), re.findall(r"'([^']*)'", allowed))
        return _Problem(
            line,
            f"{name!r} cannot be {detail['input']!r}; "
            + (f"did you mean {near!r}?" if near else f"use one of {allowed}"),
            f"{name!r} không thể là {detail['input']!r}; "
            + (f"có phải {near!r}?" if near else f"dùng một trong {allowed}"),
        )
    return _Problem(
        line,
        f"{name!r}: {detail['msg'][:1].lower()}{detail['msg'][1:]}; see docs/reference/record-types.md",
        f"{name!r} viết chưa đúng; xem docs/reference/record-types.md",
    )


def _near(word: str, choices: Iterable[str]) -> str | None:
    found = process.extractOne(word, list(choices), score_cutoff=60)
    return str(found[0]) if found else None


def _keys_at(place: Place) -> list[str]:
    """The keys that the schema knows at `place`."""
    inner: dict[str, type[BaseModel]] = {
        "fields": FieldRule,
        "rules": RecordRule,
        "sections": Section,
        "discriminators": Discriminators,
        "in_use": InUse,
        "editions": Edition,
    }
    model = inner.get(str(place[0]), RecordType) if place else RecordType
    return [info.alias or name for name, info in model.model_fields.items()]


def _meaning_problems(record_type: RecordType, placed: Placed, stem: str) -> Iterable[_Problem]:
    """What a schema cannot see: names that do not exist, patterns that fail, examples that break them."""
    if record_type.code != stem:
        yield _Problem(
            placed.line(("code",)),
            f"code {record_type.code!r} differs from the file's name; call the file {record_type.code}.yaml",
            f"mã {record_type.code!r} khác tên tệp; hãy đặt tên tệp là {record_type.code}.yaml",
        )
    sections = {section.name for section in record_type.sections}
    seen: set[str] = set()
    for index, rule in enumerate(record_type.fields):
        place: Place = ("fields", index)
        if rule.name in seen:
            yield _Problem(
                placed.line((*place, "name")),
                f"field {rule.name!r} appears twice; rename one",
                f"trường {rule.name!r} có hai lần; hãy đổi tên một",
            )
        seen.add(rule.name)
        yield from _field_problems(rule, place, placed, sections)
    yield from _edition_problems(record_type, placed, seen)
    for index, relation in enumerate(record_type.rules):
        for position, name in enumerate(relation.fields):
            if name not in seen:
                near = _near(name, seen)
                yield _Problem(
                    placed.line(("rules", index, "fields", position)),
                    f"rule names the unknown field {name!r}"
                    + (f"; did you mean {near!r}?" if near else "; add that field"),
                    f"quy tắc gọi trường không có {name!r}"
                    + (f"; có phải {near!r}?" if near else "; hãy thêm trường đó"),
                )


def _edition_problems(record_type: RecordType, placed: Placed, fields: set[str]) -> Iterable[_Problem]:
    """Dates that run backwards or over each other, editions that tell nothing, labels of no field."""
    before: Edition | None = None
    names: set[str] = set()
    for index, edition in enumerate(record_type.editions):
        place: Place = ("editions", index)
        if edition.name in names:
            yield _Problem(
                placed.line((*place, "name")),
                f"edition {edition.name!r} appears twice; rename one",
                f"mẫu {edition.name!r} có hai lần; hãy đổi tên một",
            )
        names.add(edition.name)
        if not (edition.titles or edition.labels or edition.legal_form or edition.form_codes):
            yield _Problem(
                placed.line(place),
                f"edition {edition.name!r} tells nothing of its own; add titles, labels or legal_form",
                f"mẫu {edition.name!r} không có gì riêng; hãy thêm titles, labels hoặc legal_form",
            )
        yield from _period_problems(edition, before, place, placed)
        before = edition
        for name in edition.labels:
            if name not in fields:
                near = _near(name, fields)
                yield _Problem(
                    placed.line((*place, "labels", name)),
                    f"edition labels the unknown field {name!r}"
                    + (f"; did you mean {near!r}?" if near else "; add that field"),
                    f"mẫu ghi nhãn cho trường không có {name!r}"
                    + (f"; có phải {near!r}?" if near else "; hãy thêm trường đó"),
                )


def _period_problems(
    edition: Edition, before: Edition | None, place: Place, placed: Placed
) -> Iterable[_Problem]:
    if edition.since and edition.until and edition.until < edition.since:
        yield _Problem(
            placed.line((*place, "until")),
            f"edition {edition.name!r} ends before it begins; correct since or until",
            f"mẫu {edition.name!r} kết thúc trước khi bắt đầu; hãy sửa since hoặc until",
        )
    if before is None:
        return
    if edition.since is None:
        yield _Problem(
            placed.line(place),
            f"edition {edition.name!r} has no since; only the first may leave it out",
            f"mẫu {edition.name!r} thiếu since; chỉ mẫu đầu tiên được bỏ trống",
        )
    elif edition.since <= (before.until or before.since or edition.since):
        yield _Problem(
            placed.line((*place, "since")),
            f"edition {edition.name!r} begins before {before.name!r} is over; set them in order",
            f"mẫu {edition.name!r} bắt đầu khi {before.name!r} chưa hết; hãy xếp theo ngày",
        )


def _field_problems(rule: FieldRule, place: Place, placed: Placed, sections: set[str]) -> Iterable[_Problem]:
    if rule.where.needs_label and not rule.labels:
        yield _Problem(
            placed.line(place),
            f"field {rule.name!r} has no label; add labels: [...] as printed, or say where it stands",
            f"trường {rule.name!r} thiếu nhãn; hãy thêm labels: [...] như in trên giấy hoặc ghi rõ where",
        )
    if rule.section and rule.section not in sections:
        yield _Problem(
            placed.line((*place, "section")),
            f"section {rule.section!r} is not described; add it under sections",
            f"phần {rule.section!r} chưa được mô tả; hãy thêm vào sections",
        )
    if rule.type is FieldType.ENUM and not rule.enum:
        yield _Problem(
            placed.line((*place, "type")),
            f"field {rule.name!r} is an enum without values; add enum: [...]",
            f"trường {rule.name!r} kiểu enum nhưng thiếu giá trị; hãy thêm enum: [...]",
        )
    if rule.columns and rule.type not in _COLUMNED:
        yield _Problem(
            placed.line((*place, "columns")),
            "columns belong to a table or a list; change the type or remove them",
            "columns chỉ dùng cho table hoặc list; hãy đổi kiểu hoặc bỏ đi",
        )
    if strange := sorted(set(rule.column_types) - set(rule.columns)):
        yield _Problem(
            placed.line((*place, "column_types")),
            f"column_types names {', '.join(strange)}, which is no column; correct it or add it to columns",
            f"column_types ghi {', '.join(strange)} nhưng không có cột ấy; hãy sửa hoặc thêm vào columns",
        )
    yield from _example_problems(rule, place, placed)


def _example_problems(rule: FieldRule, place: Place, placed: Placed) -> Iterable[_Problem]:
    if rule.regex is not None:
        try:
            pattern = re.compile(rule.regex)
        except re.error as error:
            yield _Problem(
                placed.line((*place, "regex")),
                f"regex of {rule.name!r} does not compile ({error}); correct it",
                f"regex của {rule.name!r} sai cú pháp; hãy sửa lại",
            )
            return
        if rule.example is not None and not pattern.search(rule.example):
            yield _Problem(
                placed.line((*place, "example")),
                f"example {rule.example!r} does not match the regex of {rule.name!r}; correct one of them",
                f"ví dụ {rule.example!r} không khớp regex của {rule.name!r}; hãy sửa một trong hai",
            )
    if (
        rule.type is FieldType.ENUM
        and rule.example is not None
        and rule.enum
        and rule.example not in rule.enum
    ):
        yield _Problem(
            placed.line((*place, "example")),
            f"example {rule.example!r} is none of the enum values; correct one of them",
            f"ví dụ {rule.example!r} không có trong enum; hãy sửa một trong hai",
        )
