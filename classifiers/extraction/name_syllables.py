"""Syllables that Vietnamese names are usually made of, with their marks.

A reader that loses a mark makes of a usual syllable an unusual one more often than another usual one: `TRỌNG`
becomes `TRONG`, `THỊ` becomes `THI`. Rare names exist, and those of minorities above all, so what is not
listed is a sign among others and never a fault.
"""

from __future__ import annotations

from classifiers.extraction.office_words import SURNAMES
from classifiers.vietnamese import nfc

_LISTED = """
    ái an anh ánh ân ấn ba bá bách bạch bảo bắc băng bằng bé bích biên bình bội bùi bửu ca cảnh cao cát
    cầm cẩm cẩn chánh châu chi chí chiến chinh chính chung chuyên chương công cúc cương cường dạ danh
    dân dần di diễm diệp diệu doanh dung dũng duy duyên dư dương đài đại đan đảo đạo đạt đắc đăng điền
    điệp đình đỉnh đính đoan đô độ đông đồng đức được đượm gia giang giao giáp giàu hà hạ hải hạnh hào
    hảo hằng hân hậu hiên hiền hiển hiệp hiểu hiếu hiệu hoa hoà hòa hóa hoài hoan hoàn hoàng hoạt hồ hồi
    hồng hợi hợp huân huấn huế huệ hùng huy huyên huyền huỳnh hưng hương hường hữu hy kha khả khải
    khang khanh khánh khiêm khiết khoa khoan khoát khôi khuê khương kiên kiệt kiều kim kỳ lai lài lam
    lan làn lành lâm lân lập lễ lệ liên liễu linh lĩnh loan long lộc lợi luân luận lục lực lượm lương
    lượng lượt lưu ly lý mai mạnh mão mẫn mận mến mi miên minh mơ mùi mười my mỹ na nam năm nết nga ngà
    ngân nghi nghị nghĩa nghiệp ngọ ngoan ngọc ngô nguyên nguyệt nhã nhàn nhâm nhân nhẫn nhật nhi nhị
    nhiên nhu nhung như nhựt ninh nở nương oanh phan phát phi phong phòng phú phúc phụng phước phương
    phượng quang quảng quân quế quí quốc quy quý quyên quyền quyết quỳnh rạng sa san sang sáng sâm sen
    sĩ sinh sơn sự sương sửu sỹ tài tâm tân tần tấn tây thạch thái tham thanh thành thảnh thảo thắm
    thăng thắng thân thất thể thế thêm thi thị thiên thiện thiết thiệu thìn thịnh thọ thoa thoại thông
    thơ thơm thu thủ thụ thuần thuận thục thuỳ thuỷ thuý thùy thủy thúy thuyên thư thức thương thường
    thưởng tích tiên tiến tiệp tín tình tịnh toan toàn toản tô tố tôn trà trang trâm trân tri trí triết
    triều triệu trinh trình trọn trọng trợ trúc trung trường tú tuân tuấn tuất tuệ tùng tuyên tuyền
    tuyển tuyến tuyết tư từ tứ tươi tường tý tỵ út uy uyên ước văn vân vấn vĩ viên viết việt vinh vĩnh
    vịnh vọng vũ vui vương vượng vy xuân xuyên xuyến xương ý yên yến
"""
USUAL = frozenset(nfc(word) for word in _LISTED.split())
FAMILIES = frozenset(part for name in SURNAMES for part in nfc(name).lower().split())


def unusual(name: str) -> int:
    """How many syllables of a name are not usual in names as they are written; of the first, in families."""
    words = [nfc(word).lower().strip(".,") for word in name.split()]
    first = sum(word not in FAMILIES and word not in USUAL for word in words[:1])
    # "thi" alone is no middle name: the dot of "thị" was lost.
    rest = sum((word not in USUAL and word not in FAMILIES) or word == "thi" for word in words[1:-1])
    return first + rest + sum(word not in USUAL and word not in FAMILIES for word in words[1:][-1:])
