"""Says in words what happened to a record, what differs between versions, and why papers belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from portal.catalogue.type_names import field_labels, type_name
from portal.history.differences import About, Difference
from portal.history.timeline import Event, Happened
from portal.related import Relation

_EVENTS: dict[Happened, tuple[Promise, str]] = {
    Happened.RECEIVED: (__("Tiếp nhận và đọc"), "inbox"),
    Happened.CORRECTED: (__("Sửa nội dung"), "review"),
    Happened.CHECKED: (__("Kiểm tra, không đổi giá trị"), "ok"),
    Happened.RETYPED: (__("Đổi loại giấy tờ"), "records"),
    Happened.DIVIDED: (__("Tách thành hai hồ sơ"), "split"),
    Happened.JOINED: (__("Ghép với hồ sơ khác"), "merge"),
    Happened.TURNED: (__("Xoay trang cho đúng chiều"), "rotate"),
    Happened.PAGES_MOVED: (__("Chuyển trang giữa hai hồ sơ"), "merge"),
    Happened.REORDERED: (__("Sắp lại thứ tự trang"), "records"),
    Happened.SCANNED_AGAIN: (__("Thay bản quét"), "again"),
    Happened.LEVEL: (__("Đổi mức bảo vệ"), "lock"),
    Happened.KEPT_AS_IS: (__("Giữ nguyên bản quét"), "ok"),
    Happened.ISSUED: (__("Ban hành"), "seal"),
    Happened.RENEWED: (__("Gia hạn chữ ký, dấu thời gian"), "clock"),
    Happened.READ_AGAIN: (__("Đọc lại"), "again"),
    Happened.OTHER: (__("Phiên bản mới"), "page"),
}
_RELATIONS: dict[Relation, Promise] = {
    Relation.SAME_FILE: __("Cùng tệp quét"),
    Relation.RESCAN: __("Quét lại của nhau"),
    Relation.ALIKE: __("Có trang giống nhau"),
    Relation.DOSSIER: __("Cùng mã hồ sơ"),
    Relation.PERSON: __("Cùng người"),
    Relation.CERTIFICATE: __("Cùng giấy chứng nhận"),
    Relation.PARCEL: __("Cùng thửa đất / tờ bản đồ"),
    Relation.CITES: __("Được giấy này dẫn số"),
    Relation.CITED_BY: __("Có dẫn số giấy này"),
}
_STATES = {"review": __("Chờ xem"), "filed": __("Đã lưu")}


@dataclass(frozen=True, slots=True)
class ToldDifference:
    """One difference as a row: what, before, after, and a word about it."""

    label: str
    before: str
    after: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """One version in the time line."""

    event: Event
    name: str
    icon: str
    changes: Sequence[ToldDifference]


def told_event(event: Event, record_type: str) -> ToldEvent:
    """The event in the language of the person who looks."""
    name, icon = _EVENTS[event.what]
    return ToldEvent(event, str(name), icon, [told(one, record_type) for one in event.changes])


def relation_name(relation: Relation) -> str:
    """Why, in two or three words."""
    return str(_RELATIONS[relation])


def told(one: Difference, record_type: str) -> ToldDifference:
    """The difference in words; empty values stay empty."""
    if one.about is About.FIELD:
        label = field_labels(record_type).get(one.name, one.name)
        remark = _("%(who)s đã xác nhận") % {"who": one.by} if one.is_sure_now else ""
        return ToldDifference(label, "" if one.is_sure_now else one.before, one.after, remark)
    if one.about is About.TYPE:
        return ToldDifference(_("Loại giấy tờ"), type_name(one.before), type_name(one.after))
    if one.about is About.STATE:
        states = [str(_STATES.get(state, "")) for state in (one.before, one.after)]
        return ToldDifference(_("Trạng thái"), *states)
    if one.about is About.LEVEL:
        before = one.before or _("theo loại giấy tờ")
        return ToldDifference(_("Mức bảo vệ"), before, one.after or _("theo loại giấy tờ"))
    if one.about is About.PAGES:
        return ToldDifference(_("Các trang"), one.before, one.after)
    change = _("thêm") if not one.before else _("bỏ") if not one.after else _("thay")
    return ToldDifference(_file_name(one.name), "", "", change)


def _file_name(path: str) -> str:
    if path == "searchable.pdf":
        return _("PDF/A có chữ")
    if path == "words.json":
        return _("Chữ đã đọc")
    return path.rpartition("/")[2]
