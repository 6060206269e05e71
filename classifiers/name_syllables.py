"""Syllables that Vietnamese names are usually made of, with their marks.

A reader that loses a mark makes of a usual syllable an unusual one more often than another usual one: `TRỌNG`
becomes `TRONG`, `THỊ` becomes `THI`. Rare names exist, and those of minorities above all, so what is not
listed is a sign among others and never a fault.
"""

from __future__ import annotations

from classifiers.extraction.office_words import SURNAMES
from classifiers.vietnamese import nfc

_LISTED = """
    ái an anh ánh ân ấn ba bá bách bạch băng bằng bảo bắc bích biên bình bội bùi bửu ca cảnh cao cát cầm
    cẩm cẩn chánh châu chi chí chiến chinh chính chung chuyên chương công cúc cương cường danh dạ dân di
    diễm diệp diệu doanh dung dũng duy duyên dư dương đài đại đan đạo đạt đăng đắc điền điệp đình đính
    đoan đô độ đông đồng đức được gia giang giao giáp giàu hà hạ hải hạnh hào hảo hằng hân hậu hiên hiền
    hiển hiếu hiệp hiệu hoa hòa hoà hóa hoài hoan hoàn hoàng hoạt hồ hồi hồng hợi hợp huân huấn huệ huế
    hùng huy huyên huyền huỳnh hưng hường hương hữu hy kha khả khải khang khánh khanh khiêm khiết khoa
    khoan khôi khương khuê kiên kiệt kiều kim kỳ lai lam làn lan lành lài lâm lân lập lệ liên liễu linh
    lĩnh loan lộc lợi long luân luận lục lương lưu lượng ly lý mai mạnh mão mẫn mận mến mi miên minh mơ
    mười my mỹ na nam năm nga ngà ngân nghi nghĩa nghị nghiệp ngọ ngoan ngọc ngô nguyên nguyệt nhã nhàn
    nhân nhẫn nhật nhi nhị nhiên nhu nhung như nhựt ninh nở nương oanh phát phan phi phong phòng phú
    phúc phụng phước phương phượng quang quảng quân quế quốc quy quý quí quyên quyền quyết quỳnh sa san
    sang sáng sâm sen sĩ sinh sơn sương sự tài tâm tân tấn tần tây thạch thái tham thanh thành thảo thắm
    thăng thắng thân thất thế thể thêm thi thiên thiện thiết thiệu thịnh thị thông thơ thơm thọ thoa
    thoại thu thuần thuận thục thúy thuý thùy thuỳ thủy thuỷ thư thương thường thức tích tiên tiến tiệp
    tín tình tịnh toan toàn toản tô tố tôn trà trâm trân trang tri trí trinh trình triết triều triệu
    trọng trúc trung trường tú tùng tuân tuấn tuệ tuyên tuyến tuyền tuyết tư từ tường tứ tý uy uyên ước
    vân văn vĩ viên viết việt vinh vĩnh vịnh vọng vũ vui vương vượng vy xuân xuyên xuyến ý yên yến
"""
USUAL = frozenset(nfc(word) for word in _LISTED.split())
_FAMILIES = frozenset(part for name in SURNAMES for part in nfc(name).lower().split())


def unusual(name: str) -> int:
    """How many syllables of a name are not usual in names as they are written; of the first, in families."""
    words = [nfc(word).lower().strip(".,") for word in name.split()]
    first = sum(word not in _FAMILIES and word not in USUAL for word in words[:1])
    # "thi" alone is no middle name: the dot of "thị" was lost.
    rest = sum((word not in USUAL and word not in _FAMILIES) or word == "thi" for word in words[1:-1])
    return first + rest + sum(word not in USUAL and word not in _FAMILIES for word in words[1:][-1:])
