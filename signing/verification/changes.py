"""Tells what was changed after a signature, and whether ISO 32000-2, 12.8 permits it.

pyHanko compares revisions object by object against a list of what is permitted. Stricter than it: a value
that somebody filled in after a signature is a change of what was signed, unless the signature certified the
document for filling in (DocMDP 2 or 3) and the field was empty; and an unsigned signature field may not bring
an appearance, since that can cover the page (Mainka et al., "Shadow Attacks", NDSS 2021).
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from signing.verification.remarks import remark
from signing.verification.verdicts import Remark

_MOST_PAGES = 3000
MOST_FIELDS = 2000
_DEEPEST = 40
_NOTHING = "không có thay đổi"
_SEEN = ("/V", "/AP", "/AS", "/Rect", "/MK", "/F")
"""What decides on how a field looks."""
_PAGE_PARTS = ("/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Group", "/UserUnit")


@dataclass(frozen=True, slots=True)
class Changes:
    """What was changed after one signature."""

    permitted: bool
    covers_whole_file: bool
    what: tuple[Remark, ...] = ()

    def in_words(self) -> str:
        """One Vietnamese line."""
        return "; ".join(change.text for change in self.what) or _NOTHING


def changes_after(reader: PdfFileReader, signature: EmbeddedPdfSignature, end: int, size: int) -> Changes:
    """Compares the signed revision with all later ones; `end` is the byte after what the signature covers."""
    coverage = signature.evaluate_signature_coverage()
    if coverage is SignatureCoverageLevel.ENTIRE_FILE and end == size:
        return Changes(permitted=True, covers_whole_file=True)
    if coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return Changes(False, False, (remark("byte_range_abused"),))
    result = DEFAULT_DIFF_POLICY.review_file(
        reader,
        signature.signed_revision,
        field_mdp_spec=signature.fieldmdp,
        doc_mdp=signature.docmdp_level,
    )
    old = reader.get_historical_resolver(signature.signed_revision)
    new = reader.get_historical_resolver(reader.xrefs.total_revisions - 1)
    if not isinstance(result, DiffResult):
        what = (*_forbidden(old, new), *_permitted(old, new))
        return Changes(False, False, what or (remark("objects_changed"),))
    certified = signature.docmdp_level
    values = tuple(_values(old, new))
    forbidden = [
        change for change in values if change.code not in {"field_filled"} or not _may_fill(certified)
    ]
    if certified is not None and result.modification_level.value > certified.value:
        forbidden.append(remark("certification_forbids"))
    if result.modification_level is ModificationLevel.OTHER:
        forbidden.append(remark("objects_changed"))
    what = (*values, *(change for change in forbidden if change not in values), *_permitted(old, new))
    return Changes(not forbidden, False, what)


def _may_fill(certified: MDPPerm | None) -> bool:
    return certified in {MDPPerm.FILL_FORMS, MDPPerm.ANNOTATE}


def _values(old: HistoricalResolver, new: HistoricalResolver) -> Iterator[Remark]:
    """Fields other than signatures whose value or looks changed, and empty signature fields with looks.

    Compared here: pyHanko lists fields as changed that were only read for comparing.
    """
    before, after = fields_of(old), fields_of(new)
    for name, field in after.items():
        if kind_of(field) != "/Sig":
            if _state(before.get(name)) != _state(field):
                is_filled = name in before and not _value(before[name])
                yield remark("field_filled" if is_filled else "field_changed", name)
        elif name not in before and not _value(field) and _is_shown(field):
            yield remark("empty_field_shown", name)


def _permitted(old: HistoricalResolver, new: HistoricalResolver) -> Iterator[Remark]:
    """Signatures, archive timestamps and evidence that were added."""
    before, after = fields_of(old), fields_of(new)
    for name, field in after.items():
        if kind_of(field) != "/Sig" or not _value(field) or _value(before.get(name)):
            continue
        is_timestamp = str(_value(field).get("/Type", "")) == "/DocTimeStamp"
        yield remark("archive_timestamp_added") if is_timestamp else remark("signature_added", name)
    if _digest(_part(new.root, "/DSS")) != _digest(_part(old.root, "/DSS")):
        yield remark("evidence_added")


def _forbidden(old: HistoricalResolver, new: HistoricalResolver) -> Iterator[Remark]:
    """Names what differs, for a person: fields, pages, annotations, the catalogue."""
    before, after = fields_of(old), fields_of(new)
    for name in before.keys() - after.keys():
        yield remark("field_removed", name)
    for name, field in after.items():
        is_signature = kind_of(field) == "/Sig"
        if name not in before:
            if not is_signature:
                yield remark("field_added", name)
            elif not _value(field) and _is_shown(field):
                yield remark("empty_field_shown", name)
        elif not is_signature and _state(before[name]) != _state(field):
            yield remark("field_changed" if _value(before[name]) else "field_filled", name)
    yield from _pages_changed(_pages(old), _pages(new))
    for key in sorted({*old.root.keys(), *new.root.keys()} - {"/Pages", "/AcroForm", "/DSS", "/Extensions"}):
        if _digest(_part(old.root, key)) != _digest(_part(new.root, key)):
            yield remark("catalogue_changed", key.lstrip("/"))


def _pages_changed(before: list[Any], after: list[Any]) -> Iterator[Remark]:
    if len(before) != len(after):
        yield remark("page_count", f"{len(before)} thành {len(after)}")
    for number, (old, new) in enumerate(zip(before, after, strict=False), 1):
        if any(_digest(_part(old, key)) != _digest(_part(new, key)) for key in _PAGE_PARTS):
            yield remark("page_changed", number)
        if _annotations(old) != _annotations(new):
            yield remark("annotation_changed", number)


def _pages(resolver: HistoricalResolver) -> list[Any]:
    """The pages' dictionaries in order; what is damaged or too deep is left out."""
    pages: list[Any] = []
    waiting = [(_part(resolver.root, "/Pages"), 0)]
    while waiting and len(pages) < _MOST_PAGES:
        node, depth = waiting.pop()
        kids = _part(node, "/Kids")
        if kids is None and isinstance(node, generic.DictionaryObject):
            pages.append(node)
        elif isinstance(kids, generic.ArrayObject) and depth < _DEEPEST:
            waiting += [(_resolved(kid), depth + 1) for kid in reversed(kids)]
    return pages


def _annotations(page: Any) -> list[bytes]:
    """Digests of annotations that are no signature field: those are told by their own names."""
    listed = _part(page, "/Annots")
    entries = [_resolved(entry) for entry in listed] if isinstance(listed, generic.ArrayObject) else []
    return [
        _digest(entry)
        for entry in entries
        if _part(entry, "/FT") != "/Sig" and _part(_part(entry, "/Parent"), "/FT") != "/Sig"
    ]


def fields_of(resolver: HistoricalResolver) -> dict[str, Any]:
    """The form's fields that hold values, by full name (ISO 32000-2, 12.7.4.2)."""
    found: dict[str, Any] = {}
    roots = _part(_part(_root(resolver), "/AcroForm"), "/Fields")
    entries = list(roots) if isinstance(roots, generic.ArrayObject) else []
    waiting = [(_resolved(entry), "", 0) for entry in reversed(entries)]
    while waiting and len(found) < MOST_FIELDS:
        field, parent, depth = waiting.pop()
        if not isinstance(field, generic.DictionaryObject):
            continue
        own = _part(field, "/T")
        name = f"{parent}.{own}" if parent and own is not None else str(own if own is not None else parent)
        kids = _part(field, "/Kids")
        named = [
            kid
            for kid in (map(_resolved, kids) if isinstance(kids, generic.ArrayObject) else ())
            if _part(kid, "/T") is not None
        ]
        if named and depth < _DEEPEST:
            waiting += [(kid, name, depth + 1) for kid in reversed(named)]
        else:
            found[name] = field
    return found


def kind_of(field: Any) -> str:
    for _ in range(_DEEPEST):
        kind = _part(field, "/FT")
        if kind is not None or field is None:
            return str(kind or "")
        field = _part(field, "/Parent")
    return ""


def _value(field: Any) -> Any:
    value = _part(field, "/V")
    return None if isinstance(value, generic.NullObject) else value


def _state(field: Any) -> tuple[bytes, ...]:
    """What a reader sees of a field: value and looks, its own or its widgets'."""
    kids = _part(field, "/Kids")
    widgets = [field, *(map(_resolved, kids) if isinstance(kids, generic.ArrayObject) else ())]
    return tuple(_digest(_part(widget, key)) for widget in widgets for key in _SEEN)


def _is_shown(field: Any) -> bool:
    kids = _part(field, "/Kids")
    widgets = [field, *(map(_resolved, kids) if isinstance(kids, generic.ArrayObject) else ())]
    return any(_draws(_part(widget, "/AP")) and _area(_part(widget, "/Rect")) > 0 for widget in widgets)


def _draws(looks: Any) -> bool:
    """Whether an appearance may put anything on the page: an empty stream, as some leave it, does not."""
    normal = _part(looks, "/N")
    only = isinstance(looks, generic.DictionaryObject) and set(looks) == {"/N"}
    is_empty = (
        isinstance(normal, generic.StreamObject) and normal.get("/Length") == 0 and not normal.data.strip()
    )
    return looks is not None and not (only and is_empty)


def _area(box: Any) -> float:
    try:
        left, bottom, right, top = (float(value) for value in box)
    except (TypeError, ValueError):
        return 0.0
    return abs(right - left) * abs(top - bottom)


def _root(resolver: HistoricalResolver) -> Any:
    """The catalogue; `None` where there is none yet.

    The last part of a linearised file counts as its first revision, and the catalogue lies in the part after
    (ISO 32000-2, F.3.1): the trailer names none, or one that is not there.
    """
    try:
        return resolver.root
    except Exception:  # missing, or damaged
        return None


def _part(holder: Any, key: str) -> Any:
    """A dictionary's entry, resolved; `None` where it is missing or damaged."""
    if not isinstance(holder, generic.DictionaryObject):
        return None
    try:
        return holder[key]
    except Exception:  # missing, or what it points at is damaged
        return None


def _resolved(entry: Any) -> Any:
    try:
        return entry.get_object()
    except Exception:  # what it points at is damaged
        return None


def _written(part: Any) -> bytes:
    """A simple object as it is written; `repr` of some holds their address."""
    if part is None:
        return b"none"
    out = io.BytesIO()
    part.write_to_stream(out)
    return out.getvalue() + b" "


def _digest(thing: Any) -> bytes:
    """SHA-256 of an object and all that it points at, parents and pages left out."""
    digest = hashlib.sha256()
    seen: set[int] = set()
    waiting = [thing]
    while waiting:
        part = waiting.pop()
        if isinstance(part, generic.IndirectObject):
            if part.idnum in seen:
                digest.update(b"again")
                continue
            seen.add(part.idnum)
            part = _resolved(part)
        if isinstance(part, generic.DictionaryObject):
            if isinstance(part, generic.StreamObject):
                digest.update(part.encoded_data)
            keys = sorted(key for key in part if key not in {"/Parent", "/P"})
            digest.update(repr(keys).encode())
            waiting += [part.raw_get(key) for key in keys]
        elif isinstance(part, generic.ArrayObject):
            digest.update(b"[%d]" % len(part))
            waiting += [part.raw_get(index) for index in range(len(part))]
        else:
            digest.update(_written(part))
    return digest.digest()
