"""Papers that are no record at all: price lists, poems, recipes, timetables, letters home, manuals.

A classifier that has never seen such a page files it under the nearest type; these teach it to say
"không rõ". All wording is our own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from classifiers.specimens.draft import Draft
from classifiers.specimens.places import draw_name, listed
from classifiers.specimens.sheet import Specimen, Type
from classifiers.specimens.tables import Table, set_table
from classifiers.specimens.typesetting import Galley, bold, italic
from classifiers.specimens.wording import figures, grouped

CODE = "not_a_record"

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


def compose_stranger(seed: int) -> Specimen:
    """A paper of no record type; the kind goes round with the seed."""
    draft = Draft.begin(CODE, seed)
    chance = draft.chance
    family = chance.choice(("serif", "serif", "sans"))
    draft.galley = Galley(
        base=Type(size=chance.choice((12.5, 13.5, 14.5)), family=family),
        margins=(22, 20, 20, 24),
        leading=chance.uniform(1.3, 1.6),
    )
    KINDS[seed % len(KINDS)](draft)
    return replace(draft.finish(), truth={})


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
