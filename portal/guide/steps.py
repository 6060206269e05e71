"""The first steps, in the order in which an office takes them; each looks at what is there, and none takes
anybody's word for what it can see itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.second_factor import has_one
from portal.configuration import current
from portal.guide.marks import Said, in_force
from portal.models import Grant, GuideMark, IntakeFile, Unit
from portal.rights.roles import Role
from portal.settings_by_web.trust_roots import roots_in
from records import FileState
from records.errors import TrustInvalid


class Stand(StrEnum):
    """How a step stands."""

    DONE = "done"
    CONFIRMED = "confirmed"
    OPEN = "open"
    LATER = "later"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that an office has to see to before its first day with Hoso."""

    code: str
    title: Promise
    what: Promise
    doing: Promise
    """Words of the link to where it is done."""
    address: str
    """Name of that page's address."""
    is_done: Callable[[User], bool] | None
    """Looks whether it is so; `None` for what only a person can know."""
    topic: str = ""
    """The page of help, for an address that is one."""
    part: str = ""

    @property
    def is_vouched_for(self) -> bool:
        """Whether only a person can know that it is done."""
        return self.is_done is None

    @property
    def url(self) -> str:
        """Where it is done."""
        where = reverse(self.address, args=(self.topic,) if self.topic else ())
        return f"{where}#{self.part}" if self.part else where


@dataclass(frozen=True, slots=True)
class Standing:
    """A step as it stands now."""

    step: Step
    stand: Stand
    mark: GuideMark | None


def steps(request: HttpRequest) -> list[Standing]:
    """All steps of this office, as they stand."""
    return list(_standing(request))


def first_open(request: HttpRequest) -> Standing | None:
    """The first step that waits; `None` when all are done or put aside."""
    return next((one for one in _standing(request) if one.stand is Stand.OPEN), None)


def step_called(code: str) -> Step | None:
    """The step with this code."""
    return next((step for step in STEPS if step.code == code), None)


def _standing(request: HttpRequest) -> Iterator[Standing]:
    marks = in_force()
    for step in STEPS:
        if _concerns_us(step):
            mark = marks.get(step.code)
            yield Standing(step, _stand(step, mark, request.user), mark)  # type: ignore[arg-type]  # the middleware lets only users in


def _stand(step: Step, mark: GuideMark | None, user: User) -> Stand:
    if step.is_done is not None and step.is_done(user):
        return Stand.DONE
    if mark is None or (mark.said == Said.CONFIRMED and step.is_done is not None):
        return Stand.OPEN
    return Stand(mark.said)


def _concerns_us(step: Step) -> bool:
    if step.code == "factor":
        return not current().accounts.asks_no_factor
    return step.code != "trust" or current().settings_door is not None


def _has_name(_user: User) -> bool:
    return all(agency.name.strip() for agency in current().outgoing.agencies)


def _has_second_administrator(_user: User) -> bool:
    held = Grant.objects.filter(
        role=Role.ADMINISTRATOR, unit=None, ended_at=None, user__is_active=True
    ).order_by()
    return bool(held.values("user_id").distinct().count() >= 2)


def _has_units(_user: User) -> bool:
    return Unit.objects.exclude(placed_by="").exists() and not Unit.objects.filter(placed_by="").exists()


def _has_staff(_user: User) -> bool:
    administrators = Grant.objects.filter(role=Role.ADMINISTRATOR, ended_at=None).values("user_id")
    staff = Grant.objects.filter(role=Role.RECORDS_STAFF, ended_at=None, user__is_active=True)
    return bool(staff.exclude(user_id__in=administrators).exists())


def _has_file_by_folder(_user: User) -> bool:
    return bool(IntakeFile.objects.filter(sent_by="").exists())


def _has_record(_user: User) -> bool:
    return bool(IntakeFile.objects.filter(state__in=(FileState.FILED, FileState.REVIEW)).exists())


def _has_root(_user: User) -> bool:
    keeper, now = current().settings_door, timezone.now()
    if keeper is None:
        return False
    try:
        return any(root.begins <= now < root.ends for root in roots_in(keeper.trust_folder()))
    except TrustInvalid:
        return False


STEPS = (
    Step(
        "factor",
        _("Bật xác thực bước hai cho tài khoản của bạn"),
        _("Quyền quản trị chỉ có hiệu lực khi đăng nhập bằng hai bước. Nhớ in mười mã dự phòng."),
        _("Mở Tài khoản của tôi"),
        "my_account",
        has_one,
    ),
    Step(
        "name",
        _("Ghi tên cơ quan"),
        _("Tên như in trên văn bản; hiện ở trang kiểm tra cho người dân và trong sổ văn bản."),
        _("Mở Cài đặt"),
        "settings",
        _has_name,
        "",
        "outgoing",
    ),
    Step(
        "second",
        _("Thêm một quản trị viên nữa"),
        _("Người này mất điện thoại hoặc quên mật khẩu thì người kia mở lại được."),
        _("Thêm tài khoản"),
        "people_new",
        _has_second_administrator,
    ),
    Step(
        "units",
        _("Xếp cây đơn vị"),
        _("Mỗi thư mục con của hộp nhận là một đơn vị; đơn vị trên thấy hồ sơ của đơn vị dưới."),
        _("Mở cây đơn vị"),
        "people_units",
        _has_units,
    ),
    Step(
        "people",
        _("Giao việc cho cán bộ số hóa"),
        _("Ít nhất một người không phải quản trị viên đưa bản quét vào và kiểm tra hồ sơ."),
        _("Mở Tài khoản và quyền"),
        "people",
        _has_staff,
    ),
    Step(
        "scan",
        _("Thả bản quét đầu tiên và xem nó thành hồ sơ"),
        _("Một tệp PDF hay ảnh là đủ. Trang Hộp đến cho thấy máy đang đọc đến trang nào."),
        _("Mở Hộp đến"),
        "overview",
        _has_record,
    ),
    Step(
        "folder",
        _("Chia sẻ thư mục hộp nhận trong mạng"),
        _("Máy quét và máy của cán bộ thả thẳng tệp vào đó. Xong khi một tệp đã đến bằng thư mục."),
        _("Xem cách chia sẻ"),
        "help_page",
        _has_file_by_folder,
        "administrator",
        "part-2",
    ),
    Step(
        "trust",
        _("Thêm chứng thư gốc mà cơ quan tin cậy"),
        _("Thiếu chúng thì không chữ ký số nào được kết luận là có giá trị."),
        _("Mở Chứng thư gốc"),
        "settings_trust",
        _has_root,
    ),
    Step(
        "backup",
        _("Sao lưu, và thử khôi phục một lần"),
        _("Hoso không nhìn thấy bản sao lưu của bạn, nên bước này cần một người xác nhận; ba tháng hỏi lại."),
        _("Xem sao lưu những gì"),
        "help_page",
        None,
        "administrator",
        "part-3",
    ),
)
