"""Running text for administrative papers: matters, legal bases, tasks, recipients. All wording is our own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from classifiers.specimens.offices import Office
from classifiers.specimens.people import draw_day
from classifiers.specimens.wording import figures, grouped, long_day, ordinal_number


@dataclass(frozen=True, slots=True)
class Matter:
    """What a paper is about, in the forms that the different papers need."""

    noun: str
    """After `Về việc` or `V/v`: `kiện toàn Ban Chỉ đạo chuyển đổi số`."""
    base: str
    """A law it rests on."""
    tasks: tuple[str, ...]


MATTERS = (
    Matter(
        "kiện toàn Ban Chỉ đạo chuyển đổi số năm {year}",
        "Luật Giao dịch điện tử ngày 22 tháng 6 năm 2023",
        (
            "rà soát thành viên Ban Chỉ đạo, phân công lại nhiệm vụ cho từng thành viên theo "
            "lĩnh vực phụ trách",
            "số hóa hồ sơ, kết quả giải quyết thủ tục hành chính còn hiệu lực và cập nhật "
            "vào kho dữ liệu dùng chung",
            "hướng dẫn người dân nộp hồ sơ trực tuyến tại bộ phận một cửa và nhà văn hóa thôn",
        ),
    ),
    Matter(
        "phê duyệt kế hoạch chăm sóc, bảo vệ rừng và phòng cháy, chữa cháy rừng năm {year}",
        "Luật Lâm nghiệp ngày 15 tháng 11 năm 2017",
        (
            "tổ chức tuần tra tại các khu vực trọng điểm trong suốt mùa khô, ghi nhật ký theo từng ca trực",
            "ký cam kết an toàn về lửa với các hộ có nương rẫy giáp rừng trước ngày {soon}",
            "chuẩn bị đủ dụng cụ, phương tiện và lực lượng theo phương châm bốn tại chỗ",
        ),
    ),
    Matter(
        "tăng cường công tác phòng, chống thiên tai và tìm kiếm cứu nạn năm {year}",
        "Luật Phòng, chống thiên tai ngày 19 tháng 6 năm 2013",
        (
            "kiểm tra các hồ chứa, đê bao, cống thoát nước và sửa chữa xong các hư hỏng trước mùa mưa lũ",
            "lập danh sách các hộ phải sơ tán khi có ngập sâu hoặc sạt lở, thông báo đến từng hộ",
            "dự trữ lương thực, nước uống, thuốc men cho ít nhất bảy ngày tại các điểm dễ bị chia cắt",
        ),
    ),
    Matter(
        "điều chỉnh dự toán chi ngân sách nhà nước năm {year}",
        "Luật Ngân sách nhà nước ngày 25 tháng 6 năm 2015",
        (
            "điều chỉnh giảm {money} đồng chi hoạt động thường xuyên của các đơn vị chưa sử dụng hết",
            "bổ sung {money} đồng cho sửa chữa trường học và đường giao thông nông thôn",
            "quản lý, sử dụng kinh phí đúng mục đích, đúng chế độ và quyết toán theo quy định",
        ),
    ),
    Matter(
        "tổ chức tuyên truyền, phổ biến pháp luật về hộ tịch và cư trú",
        "Luật Hộ tịch ngày 20 tháng 11 năm 2014",
        (
            "biên soạn tờ gấp về thủ tục đăng ký khai sinh, khai tử, kết hôn và phát đến từng hộ gia đình",
            "phát thanh các quy định mới trên hệ thống truyền thanh cơ sở, mỗi tuần không ít hơn ba lần",
            "tổ chức buổi tư vấn lưu động tại các thôn xa trung tâm vào sáng thứ bảy hằng tuần",
        ),
    ),
    Matter(
        "thành lập Hội đồng thẩm định phương án bồi thường, hỗ trợ, tái định cư dự án đường liên xã",
        "Luật Đất đai ngày 18 tháng 01 năm 2024",
        (
            "kiểm đếm đất, nhà, cây trồng và vật kiến trúc của từng hộ, có xác nhận của chủ sử dụng đất",
            "niêm yết công khai phương án tại trụ sở Ủy ban nhân dân và nhà văn hóa thôn trong ba mươi ngày",
            "tổng hợp ý kiến đóng góp, giải trình và hoàn thiện phương án trước khi trình phê duyệt",
        ),
    ),
    Matter(
        "công nhận hộ nghèo, hộ cận nghèo năm {year}",
        "Nghị định số 07/2021/NĐ-CP ngày 27 tháng 01 năm 2021 của Chính phủ",
        (
            "công nhận {count} hộ nghèo và {count} hộ cận nghèo theo danh sách kèm theo",
            "niêm yết danh sách tại trụ sở và thông báo trên hệ thống truyền thanh trong năm ngày làm việc",
            "cập nhật kết quả vào cơ sở dữ liệu về giảm nghèo và cấp giấy chứng nhận cho từng hộ",
        ),
    ),
    Matter(
        "tổ chức Đại hội thể dục thể thao và Ngày hội văn hóa các dân tộc năm {year}",
        "Luật Thể dục, thể thao ngày 29 tháng 11 năm 2006",
        (
            "chuẩn bị sân bãi, lễ đài, âm thanh và phương án bảo đảm an ninh trật tự trong "
            "thời gian diễn ra ngày hội",
            "vận động mỗi thôn thành lập một đội bóng chuyền, một đội kéo co và một đội văn nghệ",
            "tổng kết, khen thưởng các tập thể và cá nhân có thành tích ngay sau lễ bế mạc",
        ),
    ),
    Matter(
        "triển khai tiêm phòng bệnh lở mồm long móng và viêm da nổi cục cho đàn gia súc",
        "Luật Thú y ngày 19 tháng 6 năm 2015",
        (
            "thống kê tổng đàn trâu, bò, lợn đến ngày {soon} và đăng ký số liều vắc xin cần dùng",
            "tổ chức tiêm phòng cuốn chiếu theo từng thôn, bảo đảm tỷ lệ đạt trên tám mươi "
            "phần trăm tổng đàn",
            "khử trùng chuồng trại, chợ và điểm giết mổ; xử lý nghiêm trường hợp giấu dịch",
        ),
    ),
    Matter(
        "rà soát, sắp xếp, xử lý nhà, đất là tài sản công sau khi sắp xếp đơn vị hành chính",
        "Luật Quản lý, sử dụng tài sản công ngày 21 tháng 6 năm 2017",
        (
            "kiểm kê hiện trạng nhà, đất, trang thiết bị tại các trụ sở dôi dư và lập biên bản bàn giao",
            "đề xuất phương án chuyển đổi công năng làm trường học, trạm y tế hoặc nhà văn hóa",
            "không để thất thoát, lãng phí tài sản trong thời gian chờ phê duyệt phương án",
        ),
    ),
    Matter(
        "ban hành Quy chế tiếp công dân tại trụ sở Ủy ban nhân dân",
        "Luật Tiếp công dân ngày 25 tháng 11 năm 2013",
        (
            "bố trí phòng tiếp công dân ở vị trí thuận tiện, có nội quy, lịch tiếp và hòm thư góp ý",
            "ghi sổ đầy đủ nội dung khiếu nại, tố cáo, kiến nghị, phản ánh và trả lời đúng thời hạn",
            "báo cáo kết quả tiếp công dân trước ngày 15 của tháng cuối mỗi quý",
        ),
    ),
    Matter(
        "xây dựng nông thôn mới nâng cao và chỉnh trang khu dân cư năm {year}",
        "Nghị quyết số 25/2021/QH15 ngày 28 tháng 7 năm 2021 của Quốc hội",
        (
            "cứng hóa {count} đoạn đường ngõ xóm, lắp đặt đèn chiếu sáng và trồng cây xanh hai bên đường",
            "vận động nhân dân hiến đất, góp công, bảo đảm công khai mọi khoản đóng góp",
            "thu gom, phân loại rác tại nguồn; mỗi thôn có ít nhất một điểm tập kết hợp vệ sinh",
        ),
    ),
)
BODIES = (
    "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
    "Phòng Kinh tế",
    "Phòng Văn hóa - Xã hội",
    "Công an xã",
    "Ban Chỉ huy Quân sự xã",
    "Trạm Y tế",
    "Trung tâm Phục vụ hành chính công",
    "các trường học trên địa bàn",
    "Trưởng các thôn",
    "Ủy ban Mặt trận Tổ quốc Việt Nam xã",
    "Hội Nông dân",
    "Hội Liên hiệp Phụ nữ",
)
OPENINGS = (
    "Trong thời gian qua, công tác này trên địa bàn đã đạt được những kết quả bước "
    "đầu, tuy nhiên vẫn còn một số tồn "
    "tại, hạn chế cần sớm được khắc phục.",
    "Thực hiện chỉ đạo của cấp trên tại Công văn số {ref} ngày {past}, sau khi xem "
    "xét đề nghị của các đơn vị liên "
    "quan, {office} có ý kiến như sau:",
    "Căn cứ tình hình thực tế của địa phương và khả năng cân đối nguồn lực, {office} "
    "thống nhất các nội dung sau đây:",
    "Để hoàn thành các chỉ tiêu, nhiệm vụ được giao, {office} yêu cầu các cơ quan, "
    "đơn vị tập trung thực hiện tốt một "
    "số nội dung sau:",
)
CLOSINGS = (
    "Yêu cầu các cơ quan, đơn vị, cá nhân có liên quan nghiêm túc triển khai thực "
    "hiện; nếu có vướng mắc, kịp thời báo "
    "cáo để xem xét, giải quyết.",
    "Trong quá trình thực hiện nếu phát sinh khó khăn, đề nghị phản ánh về {office} "
    "trước ngày {soon} để tổng hợp.",
    "Giao Văn phòng theo dõi, đôn đốc việc thực hiện và báo cáo kết quả định kỳ hằng tháng.",
)
RECIPIENTS = (
    "Như Điều 3",
    "Như trên",
    "Thường trực Đảng ủy",
    "Thường trực HĐND",
    "Chủ tịch, các PCT UBND",
    "UBMTTQ Việt Nam",
    "Các ban, ngành, đoàn thể",
    "Trưởng các thôn",
    "Cổng thông tin điện tử",
    "Phòng Văn hóa - Xã hội",
)


def filled(text: str, chance: Random, on: date, office: Office) -> str:
    """The text with its blanks filled in for this paper."""
    return text.format(
        year=on.year,
        soon=figures(on + timedelta(days=chance.randrange(10, 60))),
        past=figures(draw_day(chance, on - timedelta(days=90), on - timedelta(days=3))),
        ref=f"{chance.randrange(12, 3000)}/UBND-{chance.choice(('VP', 'KT', 'VX', 'NC'))}",
        money=grouped(chance.randrange(40, 9000) * 1_000_000),
        count=chance.randrange(11, 240),
        office=office.spoken,
    )


def legal_bases(chance: Random, matter: Matter, on: date) -> list[str]:
    """`Căn cứ` lines: the law on local government first, then the matter's, then a decree."""
    local = (
        "Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"
        if on >= date(2025, 7, 1)
        else "Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015"
    )
    past = draw_day(chance, on - timedelta(days=700), on - timedelta(days=40))
    decree = (
        f"Nghị định số {chance.randrange(11, 180)}/{past.year}/NĐ-CP {long_day(past)} của "
        f"Chính phủ quy định chi tiết "
        "một số điều và biện pháp thi hành"
    )
    return [f"Căn cứ {base};" for base in (local, matter.base, decree)[: chance.choice((2, 3, 3))]]


def draw_recipients(chance: Random, letter_unit: str) -> list[str]:
    """Two to four recipients and the file copy."""
    first, rest = chance.choice(RECIPIENTS[:2]), chance.sample(RECIPIENTS[2:], chance.randrange(1, 4))
    return [first, *rest, f"Lưu: VT, {letter_unit}"]


def draw_number(chance: Random) -> str:
    """Numbers of papers: low ones are as common as high ones."""
    return ordinal_number(
        chance.choice((chance.randrange(1, 40), chance.randrange(10, 400), chance.randrange(100, 3000)))
    )
