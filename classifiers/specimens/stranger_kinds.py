"""Kinds of paper that are no record type, as words to be set: what lies between records in every office.

A kind is a head, a title, some lines and perhaps a table. `TRAINED` may be learned from; `HELD_OUT` are other
kinds, met only in measuring, since what counts is the paper that nobody has thought of. All wording is our
own; in braces stands what is drawn anew.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper."""

    title: str
    """Variants with a bar between them; empty for a paper that has no title."""
    lines: tuple[str, ...]
    head: str = ""
    """`motto`, `party`, or lines with a bar between them for whoever gives the paper; empty for none."""
    columns: tuple[str, ...] = ()
    row: tuple[str, ...] = ()
    """Of the table, as often as the chance says."""
    end: str = ""
    """Under what the signer's name stands."""
    is_hand: bool = False
    """Written by hand."""
    is_wide: bool = False
    """The sheet lies."""


_BANK = "NGÂN HÀNG THƯƠNG MẠI CỔ PHẦN ĐÔNG HẢI|Chi nhánh {place}"
_HOSPITAL = "SỞ Y TẾ|BỆNH VIỆN ĐA KHOA {PLACE}"
_SCHOOL = "TRƯỜNG TRUNG HỌC CƠ SỞ {PLACE}|Tổ Khoa học tự nhiên"
_COMPANY = "CÔNG TY TNHH {PLACE}|Mã số thuế: 0{id}"

TRAINED: tuple[Kind, ...] = (
    Kind(
        "HÓA ĐƠN GIÁ TRỊ GIA TĂNG",
        (
            "Ký hiệu: 1C{n}TAA  Số: {n}",
            "Đơn vị bán hàng: Công ty TNHH {place}",
            "Mã số thuế: 0{id}",
            "Họ tên người mua hàng: {name}",
            "Hình thức thanh toán: TM/CK",
            "Cộng tiền hàng: {money}",
            "Thuế suất GTGT: 8%",
            "Tổng cộng tiền thanh toán: {money}",
        ),
        columns=("STT", "Tên hàng hóa, dịch vụ", "Số lượng", "Thành tiền"),
        row=("{n}", "Vật tư văn phòng", "{n}", "{money}"),
        end="NGƯỜI BÁN HÀNG",
    ),
    Kind(
        "GIẤY NỘP TIỀN|ỦY NHIỆM CHI|LỆNH CHUYỂN TIỀN",
        (
            "Ngày: {day}  Số bút toán: {n}",
            "Người nộp tiền: {name}",
            "Số CCCD: {id}",
            "Số tài khoản ghi có: {phone}",
            "Tại ngân hàng: Đông Hải, chi nhánh {place}",
            "Số tiền bằng số: {money} đồng",
            "Nội dung: nộp tiền sử dụng đất theo thông báo",
        ),
        head=_BANK,
        end="GIAO DỊCH VIÊN",
    ),
    Kind(
        "BỆNH ÁN NỘI KHOA|TÓM TẮT BỆNH ÁN|PHIẾU KHÁM BỆNH",
        (
            "I. HÀNH CHÍNH",
            "Họ và tên: {name}  Tuổi: {n}",
            "Dân tộc: Kinh  Nghề nghiệp: làm ruộng",
            "Địa chỉ: thôn Đông, xã {place}",
            "Thẻ bảo hiểm y tế số: DN4{id}",
            "II. LÝ DO VÀO VIỆN: đau bụng vùng thượng vị",
            "Mạch {n} lần/phút, huyết áp 120/80 mmHg, nhiệt độ 37 độ",
            "Chẩn đoán: viêm dạ dày; hướng điều trị: nội khoa",
        ),
        head=_HOSPITAL,
        end="BÁC SĨ ĐIỀU TRỊ",
    ),
    Kind(
        "ĐỀ KIỂM TRA CUỐI KỲ I|ĐỀ THI HỌC SINH GIỎI|ĐỀ THI THỬ",
        (
            "Môn: Toán 9  Thời gian làm bài: 90 phút",
            "Câu 1 (2,0 điểm). Giải phương trình x² - {n}x + 6 = 0.",
            "Câu 2 (2,0 điểm). Cho hàm số y = 2x + {n}. Vẽ đồ thị của hàm số.",
            "Câu 3 (3,0 điểm). Cho tam giác ABC vuông tại A, đường cao AH.",
            "Câu 4 (1,0 điểm). Tìm giá trị nhỏ nhất của biểu thức.",
            "Thí sinh không được sử dụng tài liệu. Cán bộ coi thi không giải thích gì thêm.",
        ),
        head=_SCHOOL,
    ),
    Kind(
        "NGHỊ QUYẾT|KẾT LUẬN|QUY CHẾ LÀM VIỆC",
        (
            "của Ban Chấp hành Đảng bộ xã {place}",
            "- Căn cứ Điều lệ Đảng Cộng sản Việt Nam;",
            "- Xét tình hình công tác xây dựng Đảng,",
            "Ban Chấp hành Đảng bộ thống nhất một số nội dung sau:",
            "1. Tăng cường công tác giáo dục chính trị, tư tưởng cho cán bộ, đảng viên.",
            "2. Giao Ủy ban Kiểm tra Đảng ủy theo dõi, đôn đốc.",
            "3. Kết nạp {n} đảng viên mới trong năm {year}.",
        ),
        head="party",
        end="T/M ĐẢNG ỦY|BÍ THƯ",
    ),
    Kind(
        "BẢN ÁN",
        (
            "Số: {n}/{year}/DS-ST  Ngày {day}",
            "V/v tranh chấp quyền sử dụng đất",
            "NHÂN DANH NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Thẩm phán - Chủ tọa phiên tòa: ông {name}",
            "Nguyên đơn: bà {other}, cư trú tại xã {place}",
            "Bị đơn: ông {name}",
            "Xét thấy yêu cầu khởi kiện là có căn cứ; căn cứ Điều 147 Bộ luật Tố tụng dân sự;",
            "Tuyên xử: chấp nhận yêu cầu của nguyên đơn.",
        ),
        head="TÒA ÁN NHÂN DÂN|KHU VỰC {PLACE}",
        end="THẨM PHÁN - CHỦ TỌA PHIÊN TÒA",
    ),
    Kind(
        "VÉ XE KHÁCH|VÉ THAM QUAN|THẺ GỬI XE",
        (
            "Tuyến: {place} - {place}",
            "Giờ: 07:30  Ghế số: {n}",
            "Giá vé: {money} đồng",
            "Điện thoại: {phone}",
            "Vé đã bán không đổi, không trả lại",
        ),
    ),
    Kind(
        "GIẤY VAY TIỀN|GIẤY BIÊN NHẬN|GIẤY BÁN XE",
        (
            "Tôi tên là {name}, sinh năm {year}, ở xã {place}",
            "Hôm nay ngày {day} tôi có nhận của anh {other}",
            "số tiền {money} đồng, hẹn sáu tháng trả đủ.",
            "Hai bên cùng đọc lại và ký tên dưới đây.",
        ),
        is_hand=True,
        end="Người viết",
    ),
    Kind(
        "",
        (
            "Sáng mai gọi anh {name} {phone}",
            "- hỏi lại hồ sơ thửa {n}, tờ {n}",
            "- phô tô 2 bản, nhớ lấy dấu",
            "- đóng tiền điện {money}",
            "{day} họp thôn",
        ),
        is_hand=True,
    ),
    Kind(
        "SALES CONTRACT|LETTER OF CREDIT|CERTIFICATE OF ORIGIN",
        (
            "No. {n}/{year}  Date: {day}",
            "The Seller: {place} Trading Company Limited",
            "The Buyer: {name}",
            "Article 1. Commodity, quantity and price",
            "Total amount: USD {money}",
            "Article 2. Payment shall be made by telegraphic transfer within {n} days.",
            "This contract is made in two originals of equal validity.",
        ),
        end="FOR THE BUYER",
    ),
    Kind(
        "ATTESTATION|ACTE DE NAISSANCE|BESCHEINIGUNG",
        (
            "Je soussigné, {name}, certifie par la présente",
            "que Madame {other}, née le {day} à {place},",
            "a suivi les cours du premier semestre {year}.",
            "En foi de quoi, la présente attestation est délivrée pour servir et valoir ce que de droit.",
        ),
        end="Le Directeur",
    ),
    Kind(
        "PHỤ LỤC {n}|BIỂU SỐ {n}|DANH SÁCH",
        ("(Kèm theo văn bản ngày {day})", "Đơn vị tính: triệu đồng"),
        columns=("TT", "Họ và tên", "Năm sinh", "Địa chỉ", "Ghi chú"),
        row=("{n}", "{name}", "{year}", "xã {place}", ""),
    ),
    Kind(
        "BẢN ĐỒ QUY HOẠCH SỬ DỤNG ĐẤT|SƠ ĐỒ VỊ TRÍ|BẢN ĐỒ HÀNH CHÍNH",
        (
            "XÃ {PLACE}",
            "Tỷ lệ 1:5000",
            "CHÚ DẪN",
            "Đất ở nông thôn",
            "Đất trồng lúa",
            "Sông, suối",
            "Đường giao thông",
        ),
        is_wide=True,
    ),
    Kind(
        "ĐƠN ĐỀ NGHỊ ĐỔI GIẤY PHÉP LÁI XE|TỜ KHAI ĐỀ NGHỊ CẤP HỘ CHIẾU|TỜ KHAI ĐĂNG KÝ XE",
        (
            "Kính gửi: Phòng Cảnh sát giao thông",
            "Họ và tên: {name}  Nam, nữ: nam",
            "Ngày, tháng, năm sinh: {day}",
            "Số định danh cá nhân: {id}",
            "Nơi cư trú: xã {place}",
            "Số điện thoại: {phone}",
            "Tôi xin cam đoan những điều khai trên đây là đúng sự thật.",
        ),
        head="motto",
        end="NGƯỜI LÀM ĐƠN",
    ),
    Kind(
        "HỢP ĐỒNG LAO ĐỘNG|HỢP ĐỒNG THUÊ NHÀ|HỢP ĐỒNG MUA BÁN XE MÁY",
        (
            "Hôm nay, ngày {day}, tại {place}, chúng tôi gồm:",
            "Bên A: {name}, điện thoại {phone}",
            "Bên B: {other}, số CCCD {id}",
            "Điều 1. Thời hạn của hợp đồng là {n} tháng kể từ ngày ký.",
            "Điều 2. Mỗi tháng bên A trả cho bên B {money} đồng.",
            "Điều 3. Hai bên cam kết thực hiện đúng các điều khoản trên.",
        ),
        head="motto",
        end="ĐẠI DIỆN BÊN A",
    ),
    Kind(
        "SƠ YẾU LÝ LỊCH|LÝ LỊCH CÁ NHÂN|PHIẾU ĐẢNG VIÊN",
        (
            "Họ và tên: {name}  Giới tính: nữ",
            "Sinh ngày: {day}  Tại: {place}",
            "Nguyên quán: xã {place}",
            "Dân tộc: Kinh  Tôn giáo: không",
            "Trình độ văn hóa: 12/12",
            "Họ tên cha: {other}, nghề nghiệp: làm ruộng",
            "Quá trình hoạt động của bản thân",
            "Từ năm {year}: học tại trường trung học phổ thông {place}",
        ),
        head="motto",
        end="NGƯỜI KHAI",
    ),
)
HELD_OUT: tuple[Kind, ...] = (
    Kind(
        "ĐƠN THUỐC",
        (
            "Họ tên: {name}  Tuổi: {n}",
            "Chẩn đoán: viêm họng cấp",
            "1. Amoxicilin 500 mg  20 viên, ngày uống 2 lần",
            "2. Paracetamol 500 mg  10 viên, uống khi sốt",
            "Lời dặn: uống nhiều nước, tái khám sau {n} ngày",
        ),
        head=_HOSPITAL,
        end="BÁC SĨ KHÁM BỆNH",
    ),
    Kind(
        "SAO KÊ TÀI KHOẢN|SỔ PHỤ",
        ("Chủ tài khoản: {name}", "Số tài khoản: {phone}", "Từ ngày {day} đến ngày {day}"),
        head=_BANK,
        columns=("Ngày", "Diễn giải", "Ghi nợ", "Ghi có"),
        row=("{day}", "Chuyển khoản", "{money}", "0"),
    ),
    Kind(
        "PHIẾU XUẤT KHO|PHIẾU CHI",
        (
            "Số: {n}  Ngày {day}",
            "Họ tên người nhận hàng: {name}",
            "Lý do: sửa chữa trụ sở",
            "Cộng: {money} đồng",
        ),
        head=_COMPANY,
        columns=("STT", "Tên vật tư", "Số lượng", "Thành tiền"),
        row=("{n}", "Gạch lát nền", "{n}", "{money}"),
        end="THỦ KHO",
    ),
    Kind(
        "BẢNG THANH TOÁN TIỀN LƯƠNG|BẢNG CHẤM CÔNG",
        ("Tháng {n} năm {year}", "Bộ phận: văn phòng"),
        head=_COMPANY,
        columns=("STT", "Họ và tên", "Hệ số", "Thực lĩnh", "Ký nhận"),
        row=("{n}", "{name}", "2,34", "{money}", ""),
        is_wide=True,
    ),
    Kind(
        "LỆNH GỌI NHẬP NGŨ|GIẤY GỌI KHÁM SỨC KHỎE NGHĨA VỤ QUÂN SỰ",
        (
            "Gọi công dân: {name}",
            "Sinh ngày: {day}",
            "Nơi cư trú: xã {place}",
            "Đúng 7 giờ ngày {day} có mặt tại nhà văn hóa xã",
            "Khi đi mang theo lệnh này và giấy tờ tùy thân",
        ),
        head="motto",
        end="CHỈ HUY TRƯỞNG",
    ),
    Kind(
        "GIẤY PHÉP LÁI XE|GIẤY ĐĂNG KÝ XE MÔ TÔ",
        ("Số/No: {id}", "Họ tên/Full name: {name}", "Ngày sinh/Date of birth: {day}", "Hạng/Class: B2"),
        head="motto",
    ),
    Kind(
        "ĐƠN KHỞI KIỆN|ĐƠN XIN LY HÔN|ĐƠN XIN CHUYỂN TRƯỜNG",
        (
            "Kính gửi: Tòa án nhân dân khu vực {place}",
            "Người khởi kiện: {name}",
            "Người bị kiện: {other}, địa chỉ: xã {place}",
            "Yêu cầu Tòa án giải quyết những vấn đề sau đây:",
            "Tôi cam kết những lời khai trong đơn là đúng sự thật.",
        ),
        head="motto",
        end="Người khởi kiện",
    ),
    Kind(
        "HỢP ĐỒNG TÍN DỤNG|HỢP ĐỒNG BẢO HIỂM NHÂN THỌ",
        (
            "Số: {n}/{year}/HĐTD",
            "Bên cho vay: Ngân hàng Đông Hải, chi nhánh {place}",
            "Bên vay: {name}, số CCCD {id}",
            "Số tiền vay: {money} đồng, thời hạn {n} tháng",
            "Lãi suất: theo thông báo của ngân hàng từng thời kỳ",
        ),
        head=_BANK,
        end="ĐẠI DIỆN BÊN CHO VAY",
    ),
    Kind(
        "BÁO CÁO CHÍNH TRỊ|CHƯƠNG TRÌNH HÀNH ĐỘNG|NHẬN XÉT ĐẢNG VIÊN",
        (
            "của Chi bộ thôn {place}",
            "Nhiệm kỳ vừa qua chi bộ đã lãnh đạo nhân dân phát triển kinh tế.",
            "Công tác kiểm tra, giám sát được duy trì; kết nạp {n} đảng viên.",
            "Phương hướng năm {year}: giữ vững danh hiệu chi bộ trong sạch.",
        ),
        head="party",
        end="T/M CHI BỘ|BÍ THƯ",
    ),
    Kind(
        "CURRICULUM VITAE|MEMORANDUM OF UNDERSTANDING|BILL OF LADING",
        (
            "Full name: {name}",
            "Date of birth: {day}",
            "Address: {place} Ward",
            "Work experience: {n} years in logistics and warehousing",
            "Languages: English (fluent), French (basic)",
        ),
    ),
    Kind(
        "",
        (
            "Bác {name} ơi,",
            "nhà cháu gửi bác {money} tiền giống lúa.",
            "Hôm nào rảnh bác sang xem hộ cái máy bơm nhé.",
            "Cháu {other}, {phone}",
        ),
        is_hand=True,
    ),
    Kind(
        "MỤC LỤC|LỜI NÓI ĐẦU|THƯ NGỎ",
        (
            "Chương I. Vùng đất và con người {place}",
            "Chương II. Nghề cũ trong làng",
            "Cuốn sách nhỏ này ghi lại những câu chuyện được các cụ kể.",
            "Nhóm biên soạn mong nhận được góp ý của bạn đọc, điện thoại {phone}.",
        ),
    ),
    Kind(
        "TIÊU CHUẨN KỸ THUẬT|BẢN VẼ THI CÔNG|BẢNG KÊ VẬT TƯ",
        (
            "Hạng mục: nhà văn hóa thôn {place}",
            "Tỷ lệ 1:100",
            "Móng đá hộc, vữa xi măng mác 50",
            "Người vẽ: {name}",
        ),
        is_wide=True,
        columns=("TT", "Vật liệu", "Đơn vị", "Khối lượng"),
        row=("{n}", "Thép phi 12", "kg", "{n}"),
    ),
    Kind(
        "PHIẾU KẾT QUẢ XÉT NGHIỆM|GIẤY RA VIỆN|GIẤY CHUYỂN TUYẾN",
        (
            "Họ và tên: {name}  Năm sinh: {year}",
            "Địa chỉ: xã {place}  Thẻ BHYT: GD4{id}",
            "Vào viện lúc: 08 giờ 30 ngày {day}",
            "Chẩn đoán: viêm phổi thùy",
            "Phương pháp điều trị: kháng sinh, bù dịch",
        ),
        head=_HOSPITAL,
        end="TRƯỞNG KHOA",
    ),
)
