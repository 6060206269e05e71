"""Hợp đồng: an office orders works, goods or services; two parties, articles, price in figures and words."""

from __future__ import annotations

from dataclasses import dataclass

from classifiers.specimens.draft import Draft
from classifiers.specimens.layouts import nd30_admin as admin
from classifiers.specimens.places import draw_home, draw_name
from classifiers.specimens.taxes import draw_tax_code
from classifiers.specimens.typesetting import bold, value
from classifiers.specimens.wording import grouped, long_day
from classifiers.validators.number_words import to_words


@dataclass(frozen=True, slots=True)
class Order:
    """What is ordered."""

    title: str
    subject: str
    duty: str
    """Of the one who delivers."""


ORDERS = (
    Order(
        "HỢP ĐỒNG", "Thi công sửa chữa nhà văn hóa thôn", "thi công theo đúng hồ sơ thiết kế đã được duyệt"
    ),
    Order("HỢP ĐỒNG", "Cung cấp và lắp đặt máy vi tính", "giao máy mới, đủ phụ kiện và giấy bảo hành"),
    Order("HỢP ĐỒNG TƯ VẤN", "Lập báo cáo kinh tế - kỹ thuật", "lập hồ sơ theo quy chuẩn hiện hành"),
    Order("HỢP ĐỒNG DỊCH VỤ", "Thu gom, vận chuyển rác thải", "thu gom hằng ngày tại các điểm tập kết"),
    Order("HỢP ĐỒNG KINH TẾ", "Mua sắm văn phòng phẩm", "giao hàng tại trụ sở trong giờ làm việc"),
)


def write(draft: Draft) -> None:
    """One to two pages."""
    chance, galley = draft.chance, admin.open_galley(draft)
    order = chance.choice(ORDERS)
    galley.y = admin.motto(galley, galley.column.x, galley.column.width, galley.y) + 5
    admin.title(galley, order.title, order.subject, rule=False)
    year = f"/{draft.issued.year}" if chance.random() < 0.6 else ""
    number = f"{chance.randrange(1, 90):02d}{year}/HĐ-{chance.choice(('UBND', 'VP', 'KT', 'XD'))}"
    galley.text("Số: ", value("contract_number", number), align="centre", after=3)
    admin.paragraph(galley, "Căn cứ Bộ luật Dân sự ngày 24 tháng 11 năm 2015;", after=1.2)
    admin.paragraph(galley, "Căn cứ nhu cầu và khả năng của hai bên,", after=2)
    admin.paragraph(
        galley,
        "Hôm nay, ",
        value("sign_date", long_day(draft.issued)),
        f", tại trụ sở {draft.unit.committee}, hai bên gồm:",
    )
    _parties(draft)
    price = chance.randrange(12, 4000) * 500_000
    articles = (
        (f"Bên B {order.duty}.",),
        (
            "Giá trị hợp đồng: ",
            value("value", grouped(price)),
            " đồng (Bằng chữ: ",
            value("value_words", f"{to_words(price)} đồng"),
            ").",
        ),
        (f"Thời gian thực hiện: {chance.randrange(10, 180)} ngày kể từ ngày ký.",),
        ("Bên A chuyển tiền vào tài khoản của Bên B trong 15 ngày kể từ khi nghiệm thu.",),
        ("Hợp đồng lập thành 04 bản có giá trị như nhau, mỗi bên giữ 02 bản.",),
    )
    for index, spans in enumerate(articles, start=1):
        admin.paragraph(galley, bold(f"Điều {index}. "), *spans)
    _signatures(draft)


def _parties(draft: Draft) -> None:
    chance, galley = draft.chance, draft.galley
    company = f"Công ty TNHH {draw_name(chance)}"
    galley.text(bold("BÊN A: "), value("party_a", draft.unit.committee), after=0.8)
    galley.text("Đại diện: ", value("party_a_representative", draft.person().name), after=0.8)
    galley.text("Chức vụ: Chủ tịch", after=0.8)
    galley.text("Địa chỉ: ", value("party_a_address", draft.unit.written), after=2)
    galley.text(bold("BÊN B: "), value("party_b", company), after=0.8)
    galley.text("Đại diện: ", value("party_b_representative", draft.person().name), after=0.8)
    galley.text("Chức vụ: Giám đốc", after=0.8)
    galley.text("Địa chỉ: ", value("party_b_address", draw_home(chance, draft.unit)), after=0.8)
    galley.text("Mã số thuế: ", value("party_b_tax_code", draw_tax_code(chance)), after=0.8)
    galley.text(f"Tài khoản: {chance.randrange(10**11, 10**12)}", after=2.5)


def _signatures(draft: Draft) -> None:
    galley = draft.galley
    galley.need(50)
    galley.skip(4)
    full, top = galley.column, galley.y
    for x, party in ((full.x, "ĐẠI DIỆN BÊN A"), (full.x + full.width - 70, "ĐẠI DIỆN BÊN B")):
        with galley.within(x, 70, y=top):
            galley.text(bold(party), align="centre")
            name = draft.person().name
            admin.signature_and_name(draft, draft.unit.commune, name, look=galley.base, field="")
