"""Papers that are no record at all: price lists, poems, recipes, timetables, letters home, manuals, and the
papers of banks, hospitals, courts, schools and parties that `stranger_kinds` lists.

A classifier that has never seen such a page files it under the nearest type; these teach it to say
"không rõ". Seeds from `HELD_OUT_FROM` on draw other kinds than those below it: a paper of a kind that was
learned is no stranger any more. All wording is our own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from classifiers.specimens.draft import Draft
from classifiers.specimens.layouts.nd30_admin import motto
from classifiers.specimens.places import draw_name, listed
from classifiers.specimens.sheet import BLUE_INK, Specimen, Type
from classifiers.specimens.stranger_kinds import HELD_OUT, TRAINED, Kind
from classifiers.specimens.tables import Table, set_table
from classifiers.specimens.typesetting import A4, Galley, Pen, bold, italic
from classifiers.specimens.variants import HELD_OUT_FROM
from classifiers.specimens.wording import figures, grouped, long_day

CODE = "not_a_record"
MOST_LINES_KEPT = 0.85
"""Share of a kind's lines that each of its papers prints."""

GOODS = listed(
    "Cà chua|Khoai tây|Cải ngọt|Rau muống|Thịt ba chỉ|Cá rô phi|Trứng gà (chục)|Gạo tẻ thơm|Đậu phụ|Hành lá|"
    "Tôm đồng|Bí đỏ|Chuối tây (nải)|Cam sành|Mắm tép|Dưa chuột|Bún tươi|Lạc nhân|Đường cát|Muối hạt"
)
SUBJECTS = listed(
    "Toán|Tiếng Việt|Tiếng Anh|Khoa học|Mỹ thuật|Âm nhạc|Thể dục|Đạo đức|Tin học|Thủ công|Chào cờ"
)
POEMS = (
    (
        "CON MÈO NHÀ BÀ",
        "Mèo con ngồi cạnh bếp tro|Đuôi cong như thể con cò ngủ say|Bà ngồi nhặt thóc trên tay|"
        "Mèo nghe gà gáy, giơ tay rửa mày|Trưa hè nắng rót đầy cây|Mèo lim dim ngủ, gió lay bóng cau",
    ),
    (
        "ĐƯỜNG ĐẾN LỚP",
        "Con đường rải sỏi quanh co|Có hàng râm bụt, có bò gặm sương|Chim sâu hót ở bên tường|"
        "Em mang cặp sách, đến trường sớm mai|Cô cười đứng đợi hiên ngoài|Tay em nắm chặt bàn tay bạn mình",
    ),
    (
        "CƠN MƯA THÁNG SÁU",
        "Mưa rơi lộp độp mái tôn|Ếch con gọi bạn ngoài cồn nước dâng|Lá sen che lấy vầng trăng|"
        "Giọt mưa lăn mãi, lăn tăn mặt hồ|Sáng ra nắng mới ngây thơ|Cầu vồng bắc nhịp qua bờ tre xanh",
    ),
)
STEPS = (
    "Rửa sạch nguyên liệu, để ráo nước rồi thái miếng vừa ăn",
    "Ướp với nước mắm, tiêu, hành khô trong mười lăm phút",
    "Đun nóng dầu, phi thơm tỏi rồi cho vào đảo đều tay",
    "Thêm nửa bát nước, hạ nhỏ lửa, đun đến khi cạn sền sệt",
    "Nếm lại cho vừa miệng, rắc rau thơm và ớt tươi",
    "Múc ra đĩa, ăn nóng cùng cơm trắng hoặc bún",
)
NEWS = (
    "Sáng nay, chợ phiên họp đông hơn mọi khi vì trời nắng ráo sau nhiều ngày mưa rét.",
    "Bà con mang xuống chợ măng khô, mật ong, gà đồi và những tấm vải thêu tay còn thơm mùi chàm.",
    "Theo nhiều tiểu thương, giá các loại rau đã giảm nhẹ so với tuần trước do nguồn cung dồi dào.",
    "Đội bóng của trường đã thắng trận mở màn với tỉ số ba một trước sự cổ vũ của hàng trăm khán giả.",
    "Những vườn đào ven sông bắt đầu hé nụ, báo hiệu một mùa xuân ấm áp đang về.",
    "Ban tổ chức cho biết năm nay có mười hai gian hàng ẩm thực và một sân khấu múa rối nước.",
)
MANUAL = (
    "Cắm dây nguồn vào ổ điện có nối đất và chờ đèn xanh sáng ổn định.",
    "Nhấn giữ nút nguồn ba giây để bật máy; nhấn lần nữa để chuyển sang chế độ chờ.",
    "Không để máy gần bếp lửa, nơi ẩm ướt hoặc có ánh nắng chiếu trực tiếp.",
    "Vệ sinh lưới lọc mỗi tháng một lần bằng khăn mềm, không dùng chất tẩy mạnh.",
    "Nếu máy kêu to hoặc rung lắc, hãy tắt máy và gọi trung tâm bảo hành gần nhất.",
)


def compose_stranger(seed: int, *, kind: int | None = None) -> Specimen:
    """A paper of no record type; its kind goes round with the seed unless its place among them is given."""
    draft = Draft.begin(CODE, seed)
    chance = draft.chance
    family = chance.choice(("serif", "serif", "sans"))
    draft.galley = Galley(
        base=Type(size=chance.choice((12.5, 13.5, 14.5)), family=family),
        margins=(22, 20, 20, 24),
        leading=chance.uniform(1.3, 1.6),
    )
    place = seed if kind is None else kind
    if seed >= HELD_OUT_FROM:
        _write(draft, HELD_OUT[place % len(HELD_OUT)])
    elif (place := place % KIND_COUNT) < len(KINDS):
        KINDS[place](draft)
    else:
        _write(draft, TRAINED[place - len(KINDS)])
    return replace(draft.finish(), truth={})


def _write(draft: Draft, kind: Kind) -> None:
    """A paper of a listed kind: head, title, most of its lines, table, signer."""
    chance = draft.chance
    base = draft.galley.base
    if kind.is_wide:
        draft.galley = Galley(base=base, size=(A4[1], A4[0]), margins=(22, 20, 20, 24))
    galley = draft.galley
    if kind.is_hand:
        galley.pen = Pen(BLUE_INK, chance, writes_all=True)
    _head(draft, kind.head)
    if kind.title:
        title = _filled(draft, chance.choice(kind.title.split("|")))
        galley.text(bold(title), align="centre", look=replace(base, size=base.size + 1.5), after=3)
    for line in kind.lines:
        if chance.random() < MOST_LINES_KEPT:
            galley.text(_filled(draft, line), after=1, align="left", first=chance.choice((0, 0, 8)))
    if kind.columns:
        rows = tuple(tuple(_filled(draft, cell) for cell in kind.row) for _ in range(chance.randrange(3, 14)))
        galley.skip(2)
        share = 1 / len(kind.columns)
        set_table(galley, Table(kind.columns, rows, (share,) * len(kind.columns)), size=12)
    _signer(draft, kind.end)


def _head(draft: Draft, head: str) -> None:
    """Who gives the paper, and beside it the motto or the name of the Party."""
    chance, galley = draft.chance, draft.galley
    if head == "motto":
        galley.y = motto(galley, galley.column.x, galley.column.width, galley.y) + 6
        return
    if not head:
        return
    is_party = head == "party"
    given = (
        f"ĐẢNG BỘ TỈNH {draw_name(chance).upper()}|ĐẢNG ỦY XÃ {draw_name(chance).upper()}|*"
        if is_party
        else head
    )
    top, column = galley.y, galley.column
    with galley.within(column.x - 6, 74, y=top):
        for line in given.split("|"):
            galley.text(_filled(draft, line), align="centre", fits=True)
        if is_party:
            galley.text(f"Số {chance.randrange(1, 90)}-NQ/ĐU", align="centre")
        end = galley.y
    if is_party:
        with galley.within(column.x + 78, column.width - 78, y=top):
            galley.text(bold("ĐẢNG CỘNG SẢN VIỆT NAM"), align="centre")
            galley.text(italic(f"{draw_name(chance)}, {long_day(draft.issued)}"), align="centre")
    galley.y = end + 6


def _signer(draft: Draft, end: str) -> None:
    if not end:
        return
    galley = draft.galley
    galley.skip(5)
    galley.need(40)
    half = galley.column.width / 2
    with galley.within(galley.column.x + half, half):
        for line in end.split("|"):
            galley.text(bold(line), align="centre", fits=True)
        galley.skip(18)
        galley.text(draft.person().name, align="centre")


def _filled(draft: Draft, text: str) -> str:
    """The text with what stands in braces drawn anew."""
    chance = draft.chance
    place = draw_name(chance)
    return text.format(
        name=draft.person().name,
        other=draft.person().name,
        day=figures(draft.issued),
        place=place,
        PLACE=place.upper(),
        money=grouped(chance.randrange(20, 90_000) * 1000),
        n=chance.randrange(2, 95),
        id=f"{chance.randrange(10**8, 10**9)}",
        phone=f"09{chance.randrange(10**7, 10**8)}",
        year=chance.randrange(1985, 2026),
    )


def _heading(draft: Draft, text: str, below: str = "") -> None:
    galley = draft.galley
    galley.text(bold(text), align="centre", look=replace(galley.base, size=18), after=1)
    if below:
        galley.text(italic(below), align="centre")
    galley.skip(5)


def _price_list(draft: Draft) -> None:
    chance = draft.chance
    _heading(draft, f"BẢNG GIÁ CHỢ {draw_name(chance).upper()}", f"Cập nhật {figures(draft.issued)}")
    goods = chance.sample(GOODS, chance.randrange(9, 16))
    rows = tuple(
        (str(index), name, chance.choice(("kg", "kg", "bó", "gói")), grouped(chance.randrange(8, 190) * 1000))
        for index, name in enumerate(goods, start=1)
    )
    set_table(
        draft.galley,
        Table(("STT", "Mặt hàng", "Đơn vị", "Giá (đồng)"), rows, (0.1, 0.45, 0.2, 0.25)),
        size=13,
    )
    draft.galley.skip(4)
    draft.galley.text(italic("Giá có thể thay đổi theo buổi chợ. Mua nhiều có bớt."))


def _poem(draft: Draft) -> None:
    title, lines = draft.chance.choice(POEMS)
    _heading(draft, title)
    for line in lines.split("|"):
        draft.galley.text(line, align="centre", after=1)
    draft.galley.skip(4)
    draft.galley.text(italic("(Bài chép tay của lớp mẫu giáo lớn)"), align="right")


def _recipe(draft: Draft) -> None:
    chance, galley = draft.chance, draft.galley
    main = chance.choice(GOODS[:11])
    _heading(draft, f"CÁCH NẤU MÓN {main.upper()} KHO", f"Cho {chance.randrange(2, 7)} người ăn")
    galley.text(bold("Nguyên liệu"), after=1)
    for name in [main, *chance.sample(GOODS, 4)]:
        galley.text(f"- {name}: {chance.randrange(1, 9) * 100} g", first=6, after=0.5)
    galley.text(bold("Cách làm"), after=1)
    for index, step in enumerate(STEPS, start=1):
        galley.text(f"{index}. {step}.", first=6, after=1)


def _timetable(draft: Draft) -> None:
    chance = draft.chance
    _heading(draft, f"THỜI KHÓA BIỂU LỚP {chance.randrange(1, 6)}{chance.choice('ABC')}")
    rows = tuple(
        (f"Tiết {period}", *(chance.choice(SUBJECTS) for _ in range(5)))
        for period in range(1, chance.choice((5, 6)))
    )
    titles = ("", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu")
    set_table(draft.galley, Table(titles, rows, (0.12, 0.176, 0.176, 0.176, 0.176, 0.176)), size=12)


def _letter_home(draft: Draft) -> None:
    chance, galley = draft.chance, draft.galley
    friend = draft.person().name.split()[-1]
    galley.text(italic(f"{draw_name(chance)}, hôm nay trời mát"), align="right", after=4)
    galley.text(f"{friend} thân mến,", after=2)
    for line in chance.sample(NEWS, 4):
        galley.text(
            f"{line} Mình vẫn khỏe và hay nhớ những buổi chiều thả diều trên đê.",
            align="justify",
            first=10,
            after=2,
        )
    galley.text("Hẹn gặp lại bạn vào dịp nghỉ hè nhé.", first=10, after=4)
    galley.text(draft.person().name.split()[-1], align="right")


def _newspaper(draft: Draft) -> None:
    chance, galley = draft.chance, draft.galley
    _heading(draft, f"CHỢ PHIÊN {draw_name(chance).upper()} VÀO MÙA", "Bản tin cuối tuần")
    for _ in range(chance.randrange(3, 6)):
        galley.text(" ".join(chance.sample(NEWS, 3)), align="justify", first=8, after=2)


def _manual(draft: Draft) -> None:
    chance, galley = draft.chance, draft.galley
    machine = chance.choice(("QUẠT ĐIỆN", "NỒI CƠM", "MÁY LỌC NƯỚC", "MÁY SẤY"))
    _heading(
        draft, f"HƯỚNG DẪN SỬ DỤNG {machine}", f"Kiểu máy {chance.choice('ABKM')}{chance.randrange(100, 999)}"
    )
    for index, line in enumerate(MANUAL, start=1):
        galley.text(f"{index}. {line}", after=2)


def _invoice(draft: Draft) -> None:
    chance, galley = draft.chance, draft.galley
    _heading(draft, "HÓA ĐƠN BÁN LẺ", f"Cửa hàng {draw_name(chance)}")
    goods = chance.sample(GOODS, 5)
    prices = [chance.randrange(8, 200) * 1000 for _ in goods]
    rows = tuple(
        (name, str(chance.randrange(1, 5)), grouped(price)) for name, price in zip(goods, prices, strict=True)
    )
    set_table(galley, Table(("Tên hàng", "Số lượng", "Thành tiền"), rows, (0.5, 0.2, 0.3)), size=13)
    galley.text(bold(f"Tổng cộng: {grouped(sum(prices))} đ"), align="right", after=3)
    galley.text(italic("Cảm ơn quý khách, hẹn gặp lại!"), align="centre")


KINDS: tuple[Callable[[Draft], None], ...] = (
    _price_list,
    _poem,
    _recipe,
    _timetable,
    _letter_home,
    _newspaper,
    _manual,
    _invoice,
)
KIND_COUNT = len(KINDS) + len(TRAINED)
"""Kinds below `HELD_OUT_FROM`; price lists come first."""
