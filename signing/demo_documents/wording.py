"""What the invented papers say. No person, office or decision here is real."""

from __future__ import annotations

import random

CHAIRMAN = "Nguyễn Văn Thử"
VICE_CHAIRMAN = "Trần Thị Mẫu"
PLACE = "Thử Nghiệm"
PARENT = "ỦY BAN NHÂN DÂN"
ISSUER = "XÃ THỬ NGHIỆM"
AGENCY = f"{PARENT} {ISSUER}"

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
_MIDDLE = ("Văn", "Thị", "Hữu", "Minh", "Ngọc", "Đức", "Thanh", "Quốc", "Mỹ", "Xuân", "Thế")
_GIVEN = ("Mẫu", "Thử", "Ví Dụ", "Minh Họa", "Giả Định", "Tưởng Tượng", "Nháp", "Phỏng Theo", "Đặt Ra")
HAMLETS = ("Đồng Mẫu", "Xóm Thử", "Làng Nháp", "Bến Giả", "Gò Ví Dụ", "Cầu Tưởng")
_WORKS = (
    "cải tạo, nâng cấp đường liên thôn",
    "sửa chữa nhà văn hóa thôn",
    "nạo vét kênh mương nội đồng",
    "xây dựng sân thể thao cộng đồng",
    "lắp đặt hệ thống chiếu sáng công cộng",
    "tu bổ tuyến đê bao",
)
MATTERS = (
    "phân công nhiệm vụ tiếp nhận và trả kết quả giải quyết thủ tục hành chính",
    "tổ chức đợt tổng vệ sinh môi trường và trồng cây",
    "rà soát, cập nhật danh sách hộ cần được hỗ trợ",
    "kiểm tra công tác phòng cháy, chữa cháy và cứu nạn, cứu hộ",
    "số hóa hồ sơ, tài liệu lưu trữ hình thành trước năm 2026",
    "tăng cường quản lý trật tự xây dựng trên địa bàn",
)
_DUTIES = (
    "Chủ trì, phối hợp với các bộ phận liên quan xây dựng kế hoạch chi tiết, phân công rõ người, rõ việc, "
    "rõ thời hạn và rõ kết quả; báo cáo Chủ tịch Ủy ban nhân dân xã trước ngày {day} hằng tháng.",
    "Niêm yết công khai nội dung tại trụ sở và tại nhà văn hóa thôn {hamlet}; tiếp nhận ý kiến góp ý của "
    "Nhân dân trong thời hạn {days} ngày làm việc kể từ ngày niêm yết.",
    "Bảo đảm kinh phí thực hiện trong phạm vi dự toán được giao, với số tiền không quá {money} đồng; thực "
    "hiện thanh toán, quyết toán theo đúng quy định của pháp luật.",
    "Phối hợp với thôn {hamlet} vận động các hộ gia đình tham gia; lập danh sách, biên bản và hình ảnh kèm "
    "theo để lưu vào hồ sơ công việc.",
    "Kiểm tra, đôn đốc việc thực hiện; kịp thời báo cáo khó khăn, vướng mắc phát sinh và đề xuất biện pháp "
    "xử lý thuộc thẩm quyền trong thời hạn {days} ngày.",
    "Lập hồ sơ công việc điện tử, số hóa tài liệu giấy kèm theo và nộp vào lưu trữ hiện hành của cơ quan "
    "đúng thời hạn; thôn {hamlet} cử một người phối hợp.",
)
GROUNDS = (
    "Căn cứ Luật Tổ chức chính quyền địa phương;",
    "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
    "Căn cứ Quy chế làm việc của Ủy ban nhân dân xã Thử Nghiệm;",
)


def person(chance: random.Random) -> str:
    """The name of somebody who does not exist."""
    return f"{chance.choice(_FAMILY)} {chance.choice(_MIDDLE)} {chance.choice(_GIVEN)}"


def matter(chance: random.Random) -> str:
    """What a paper is about, with a place so that no two are alike."""
    return f"{chance.choice(MATTERS)} tại thôn {chance.choice(HAMLETS)} năm 2026"


def work(chance: random.Random) -> str:
    """Something to be built."""
    return f"{chance.choice(_WORKS)} {chance.choice(HAMLETS)}"


def duties(chance: random.Random, count: int) -> list[str]:
    """What somebody has to do, filled in."""
    return [
        sentence.format(
            day=f"{chance.randint(3, 28):02d}",
            days=chance.randint(3, 30),
            hamlet=chance.choice(HAMLETS),
            money=f"{chance.randint(20, 900)}.000.000",
        )
        for sentence in chance.sample(_DUTIES, count)
    ]
