"""Contracts certified by a commune or notary: parties, articles, signatures, words of the certifier."""

from __future__ import annotations

from dataclasses import replace

from classifiers.specimens.form_filling import Form
from classifiers.specimens.layouts.application_form import open_galley
from classifiers.specimens.layouts.nd30_admin import motto, paragraph, signature_and_name
from classifiers.specimens.typesetting import bold, value
from classifiers.specimens.wording import long_day, sentence

ARTICLES = (
    "Việc giao và đăng ký quyền sử dụng đất: hai bên tự làm thủ tục tại cơ quan có "
    "thẩm quyền theo quy định của "
    "pháp luật, giao đất kèm giấy tờ ngay sau khi hợp đồng này có hiệu lực.",
    "Trách nhiệm nộp thuế, lệ phí: các khoản thuế và lệ phí liên quan do bên B chịu "
    "trách nhiệm nộp, trừ trường hợp "
    "hai bên có thỏa thuận khác bằng văn bản.",
    "Cam đoan của các bên: thông tin về nhân thân và về thửa đất đã ghi trong hợp "
    "đồng này là đúng sự thật; việc giao "
    "kết hoàn toàn tự nguyện, không bị lừa dối hoặc ép buộc.",
    "Phương thức giải quyết tranh chấp: các bên cùng nhau thương lượng; nếu không "
    "thành thì có quyền khởi kiện để "
    "yêu cầu tòa án có thẩm quyền giải quyết.",
)


def write(form: Form) -> None:
    """Any contract: motto, title, its fields, articles, two signatures and the certifier's page."""
    draft = form.draft
    draft.keep_lines()
    draft.is_typed_whole()
    galley = open_galley(draft)
    form.leader = False
    galley.y = motto(galley, galley.column.x, galley.column.width, galley.y) + 5
    look = replace(galley.base, size=14.5)
    galley.text(bold(form.record_type.title), align="centre", look=look, after=2)
    day = next((rule.name for rule in form.record_type.fields if "Hôm nay" in rule.labels), "")
    form.is_set.add(day)
    galley.text(
        "Hôm nay, ", value(day, long_day(draft.issued)),
        f", tại trụ sở {draft.unit.committee}, chúng tôi gồm có:", after=2,
    )  # fmt: skip
    form.body()
    for index, article in enumerate(ARTICLES, start=3):
        paragraph(galley, bold(f"ĐIỀU {index}. "), article)
    _parties_sign(form)
    galley.text(bold("LỜI CHỨNG"), align="centre", look=look, after=2)
    paragraph(
        galley,
        f"{sentence(long_day(draft.issued))}, tại {draft.unit.committee}, tôi chứng thực "
        f"các bên đã tự nguyện giao kết "
        "hợp đồng này và đã ký, điểm chỉ trước mặt tôi.",
    )
    form.place_and_date()
    galley.need(46)
    full = galley.column
    with galley.within(full.x + full.width - 80, 80):
        galley.text(bold("CHỦ TỊCH"), align="centre")
        signature_and_name(
            draft, f"UBND {draft.unit.commune}", draft.person().name, look=galley.base, field="certifier_name"
        )


def _parties_sign(form: Form) -> None:
    galley, draft = form.draft.galley, form.draft
    galley.need(46)
    galley.skip(3)
    full, top = galley.column, galley.y
    for x, party in ((full.x, "BÊN A"), (full.x + full.width - 70, "BÊN B")):
        with galley.within(x, 70, y=top):
            galley.text(bold(party), align="centre")
            signature_and_name(draft, "", draft.person().name, look=galley.base, field="", seals=False)
    galley.skip(4)
