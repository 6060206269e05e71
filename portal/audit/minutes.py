"""The minutes of one week as PDF/A, with the digest at the chain's head in them: what the auditor signs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.utils import timezone, translation

from portal.audit.checking import Point
from portal.audit.weeks import Tally, Week
from portal.audit.words import fault_in_words, kind_in_words, object_in_words
from portal.models import AuditEvent, ChainState
from signing.orders import FieldPlace
from signing.printing.report import Column, Report

SIGNING_ROOM = 90.0
"""Points for the auditor's signature."""
_NONE = "Không có."


@dataclass(frozen=True, slots=True)
class Auditor:
    """Who closes the week, and how."""

    account: str
    name: str
    certificate: str = ""
    """Subject and SHA-256 of the certificate; empty where the password confirms."""


def draw_minutes(
    target: Path, week: Week, remarks: str, *, head: Point, state: ChainState, auditor: Auditor, now: datetime
) -> FieldPlace:
    """Writes the minutes to `target`, in Vietnamese; gives the place that was left for the signature."""
    with translation.override("vi"):
        report, place = _drawn(week, remarks, head=head, state=state, auditor=auditor, now=now)
    target.write_bytes(report.pdf())
    return place


def _drawn(
    week: Week, remarks: str, *, head: Point, state: ChainState, auditor: Auditor, now: datetime
) -> tuple[Report, FieldPlace]:
    title = f"Biên bản rà soát nhật ký tuần {_day(week.monday)} – {_day(week.sunday)}"
    report = Report(title, created=now)
    _chain(report, head, state)
    report.heading("Số việc theo loại")
    if week.kinds:
        counts = [(kind_in_words(kind), str(count)) for kind, count in week.kinds]
        report.table((Column("Việc", 3), Column("Số lần", 1)), counts)
    report.paragraph(f"Tổng cộng {week.total} sự kiện của {week.people} tài khoản.")
    report.heading("Điều cần để ý")
    _remarkable(report, week)
    report.heading("Nhận xét của người rà soát")
    for line in (remarks.strip() or "Không có nhận xét.").splitlines():
        report.paragraph(line)
    report.heading("Người rà soát")
    confirmed = auditor.certificate or "xác nhận bằng mật khẩu, ghi vào chuỗi nhật ký"
    facts = [
        ("Họ tên, tài khoản", f"{auditor.name} ({auditor.account})"),
        ("Xác nhận", confirmed),
        ("Lúc", _moment(now)),
    ]
    report.facts(facts)
    return report, FieldPlace(*report.room(SIGNING_ROOM))


def _chain(report: Report, head: Point, state: ChainState) -> None:
    report.heading("Chuỗi nhật ký")
    checked = "chưa kiểm tra lần nào"
    if state.checked_at is not None:
        checked = f"đến sự kiện {state.checked_event}, lúc {_moment(state.checked_at)}"
    whole = _moment(state.whole_at) if state.whole_at else "chưa lần nào"
    fault = (
        f"sự kiện {state.fault_event}: {fault_in_words(state.fault)}"
        if state.fault
        else "không thấy sai lệch"
    )
    report.facts(
        [
            ("Sự kiện cuối", str(head.event)),
            ("SHA-256 của sự kiện cuối", head.digest),
            ("Đã kiểm tra", checked),
            ("Kiểm tra toàn bộ lần cuối", whole),
            ("Kết quả", fault),
        ]
    )


def _remarkable(report: Report, week: Week) -> None:
    report.heading("Đăng nhập từ 20 giờ đến 6 giờ", level=2)
    _events(report, week.night, week.night_count)
    report.heading("Lấy ra nhiều", level=2)
    _tallies(report, week.downloads)
    report.heading("Đăng nhập hỏng nhiều", level=2)
    _tallies(report, week.failures)
    report.heading("Thay đổi quyền, tài khoản, cài đặt", level=2)
    _events(report, week.rights, week.rights_count)
    report.heading("Người đọc nhật ký", level=2)
    _tallies(report, week.readers)
    report.heading("Trong đó là quản trị", level=2)
    _tallies(report, week.administrators)
    report.heading("Ngày làm việc không có sự kiện nào", level=2)
    report.paragraph(", ".join(_day(day) for day in week.silent_days) or _NONE)


def _tallies(report: Report, found: tuple[Tally, ...]) -> None:
    if not found:
        report.paragraph(_NONE)
        return
    report.table(
        (Column("Tài khoản", 3), Column("Số lần", 1)), [(one.who or "khách", str(one.count)) for one in found]
    )


def _events(report: Report, found: tuple[AuditEvent, ...], count: int) -> None:
    if not found:
        report.paragraph(_NONE)
        return
    rows = [
        (_moment(one.at), one.actor or "khách", kind_in_words(one.kind), object_in_words(one.object))
        for one in found
    ]
    columns = (Column("Lúc", 2), Column("Tài khoản", 2), Column("Việc", 2), Column("Đối tượng", 3))
    report.table(columns, rows)
    if count > len(found):
        report.paragraph(f"… và {count - len(found)} lần nữa.")


def _day(day: object) -> str:
    return f"{day:%d/%m/%Y}"


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local:%H:%M:%S %d/%m/%Y} ({moment.astimezone(UTC):%H:%M:%S} UTC)"
