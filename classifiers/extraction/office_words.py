"""Words of the records office that the rules compare with: phrases, units, posts, families.

Facts of the language and of public administration, in lists parted by semicolons.
"""

from __future__ import annotations


def _listed(text: str) -> tuple[str, ...]:
    return tuple(" ".join(item.split()) for item in text.split(";"))


OFFICIAL_PHRASES = _listed(
    """
    ủy ban nhân dân tỉnh; ủy ban nhân dân thành phố; ủy ban nhân dân huyện; ủy ban nhân dân quận; ủy ban
    nhân dân thị xã; ủy ban nhân dân xã; ủy ban nhân dân phường; ủy ban nhân dân thị trấn; ủy ban nhân dân
    đặc khu; hội đồng nhân dân; văn phòng; công an tỉnh; sở tài chính; sở nội vụ; sở y tế; sở tư pháp; sở
    xây dựng; sở công thương; sở giáo dục và đào tạo; sở khoa học và công nghệ; sở nông nghiệp và môi
    trường; sở nông nghiệp và phát triển nông thôn; sở tài nguyên và môi trường; sở kế hoạch và đầu tư; sở
    văn hóa, thể thao và du lịch; sở lao động - thương binh và xã hội; sở thông tin và truyền thông; sở giao
    thông vận tải; về việc; trên địa bàn tỉnh; trên địa bàn huyện; trên địa bàn xã; trên địa bàn thành phố;
    tăng cường công tác; triển khai thực hiện; quy định; ban hành; phê duyệt; điều chỉnh; bổ sung; thành
    lập; kiện toàn; công bố danh mục; thủ tục hành chính; kế hoạch; kết quả; giai đoạn; trung học phổ thông;
    phổ thông; dự toán ngân sách nhà nước; kinh tế - xã hội; phòng, chống; tham nhũng, tiêu cực; chuyển đổi
    số; nghiệp vụ; phòng tài chính - kế hoạch; phòng kinh tế; phòng văn hóa - xã hội; phòng nội vụ; phòng
    giáo dục và đào tạo; phòng quản lý đô thị; trung tâm phục vụ hành chính công; chi nhánh văn phòng đăng
    ký đất đai; tổ chức thực hiện; hướng dẫn; kiểm tra; giám sát; xử lý vi phạm; hành chính; quản lý nhà
    nước; đầu tư công; đấu thầu; đấu giá; quyền sử dụng đất; thu hồi đất; giao đất; bồi thường, hỗ trợ; tái
    định cư; giải phóng mặt bằng; xây dựng nông thôn mới; phát triển kinh tế; an ninh trật tự; quốc phòng;
    an toàn thực phẩm; an toàn giao thông; bảo vệ môi trường; phòng cháy, chữa cháy; thiên tai; tìm kiếm cứu
    nạn; dịch bệnh; bảo hiểm xã hội; bảo hiểm y tế; người có công; hộ nghèo; giảm nghèo bền vững; bình đẳng
    giới; trẻ em; giáo dục; tuyển dụng; cán bộ, công chức; viên chức; thi đua, khen thưởng; bổ nhiệm; điều
    động; nghỉ hưu; tiếp công dân; khiếu nại, tố cáo; phổ biến, giáo dục pháp luật; hộ tịch; chứng thực; văn
    thư, lưu trữ; tài sản công; quyết toán; nhiệm vụ; chỉ tiêu; báo cáo; sơ kết; tổng kết; hội nghị; kết
    luận; phối hợp; chương trình mục tiêu quốc gia; đồng bào dân tộc thiểu số; miền núi; du lịch; thể dục
    thể thao; thông tin; truyền thông; khoa học và công nghệ; nông nghiệp; lâm nghiệp; thủy sản; chăn nuôi;
    cải cách hành chính; quy trình nội bộ; giải quyết
    """
)
"""Phrases that recur in the heads and subjects of administrative papers; any agency, any year."""

FORM_PHRASES = _listed(
    """
    nhận chuyển nhượng quyền sử dụng đất; nhận tặng cho quyền sử dụng đất; nhận thừa kế của bố mẹ; của cha
    mẹ; thừa kế quyền sử dụng đất; công nhận quyền sử dụng đất; như giao đất có thu tiền sử dụng đất; nhà
    nước giao đất không thu tiền sử dụng đất; nhà nước cho thuê đất trả tiền hàng năm; trả tiền hằng năm;
    trả tiền thuê đất một lần cho cả thời gian thuê; đăng ký thế chấp; xóa đăng ký thế chấp; cấp đổi giấy
    chứng nhận; đính chính; tách thửa; hợp thửa; thửa đất số; tờ bản đồ số; sử dụng riêng; sử dụng chung;
    lâu dài; đến ngày; không giới hạn; nhà ở riêng lẻ; công trình xây dựng; giấy chứng nhận; mục đích; diện
    tích; chỉ giới đường đỏ; tim đường; cốt nền; theo từng lần phát sinh; kho bạc nhà nước; kể từ ngày ký;
    trưởng phòng; tài nguyên và môi trường; chi nhánh văn phòng đăng ký đất đai; khu vực; bộ công an; giấy
    khai sinh; giấy chứng sinh; số định danh cá nhân; số điện thoại; công ty; trách nhiệm hữu hạn; cổ phần;
    tư vấn xây dựng; hợp tác xã; trạm y tế; bệnh viện đa khoa; tai nạn giao thông; tai biến mạch máu não;
    ung thư; bệnh già; kết hôn; khai sinh; khai tử; giám hộ; nhận cha, mẹ, con; nhận nuôi con nuôi; tình
    trạng hôn nhân; chưa đăng ký kết hôn; cải chính hộ tịch; nguyện vọng của gia đình; nguyện vọng cá nhân;
    thường trú; tạm trú; tạm vắng; cư trú; hộ khẩu; xác nhận; bản chính; bản sao; trích lục; chữ đệm; dân
    tộc; xác định lại; vợ chồng; đã chết; ly hôn; suy tim; suy thận; suy hô hấp; xơ gan; nhồi máu cơ tim;
    đột quỵ; viêm phổi; tăng huyết áp; đái tháo đường; đuối nước; già yếu; tuổi già; sẹo chấm; nốt ruồi;
    lông mày; cánh mũi; mũi phải; mũi trái; mày phải; mày trái; làm ruộng; giáo viên; học sinh; sinh viên;
    kinh doanh; lao động tự do; hộ gia đình; cộng đồng; tranh chấp; ổn định; chuyển mục đích sử dụng đất;
    đất đai; trung tâm y tế
    """
)
"""What offices and citizens write into the blanks of forms; purposes of land stand in their own list.

Two neighbours of these that are other usual words with other marks stand in `EITHER_PHRASES` too.
"""

EITHER_PHRASES = _listed(
    """
    công nhân; công nhận; cơ sở; có số; chủ hộ; chú họ; nội trợ; nơi trọ; dễ dàng; để đăng; đề nghị; để nghỉ
    """
)
"""Usual words that only their marks tell from others as usual: a worker ("công nhân") is not recognised."""

PLACE_PHRASES = _listed(
    """
    trạm y tế; trung tâm y tế; bệnh viện đa khoa; bệnh viện phụ sản; tổ dân phố; khu dân cư
    """
)
"""Usual words of addresses and places of birth, among which names stand that are left as they are."""

PROVINCES = _listed(
    """
    Hà Nội; Hà Giang; Cao Bằng; Bắc Kạn; Tuyên Quang; Lào Cai; Điện Biên; Lai Châu; Sơn La; Yên Bái; Hòa
    Bình; Thái Nguyên; Lạng Sơn; Quảng Ninh; Bắc Giang; Phú Thọ; Vĩnh Phúc; Bắc Ninh; Hải Dương; Hải Phòng;
    Hưng Yên; Thái Bình; Hà Nam; Nam Định; Ninh Bình; Thanh Hóa; Nghệ An; Hà Tĩnh; Quảng Bình; Quảng Trị;
    Thừa Thiên Huế; Huế; Đà Nẵng; Quảng Nam; Quảng Ngãi; Bình Định; Phú Yên; Khánh Hòa; Ninh Thuận; Bình
    Thuận; Kon Tum; Gia Lai; Đắk Lắk; Đắk Nông; Lâm Đồng; Bình Phước; Tây Ninh; Bình Dương; Đồng Nai; Bà
    Rịa; Vũng Tàu; Hồ Chí Minh; Long An; Tiền Giang; Bến Tre; Trà Vinh; Vĩnh Long; Đồng Tháp; An Giang; Kiên
    Giang; Cần Thơ; Hậu Giang; Sóc Trăng; Bạc Liêu; Cà Mau
    """
)
"""The 63 provinces of QĐ 124/2004/QĐ-TTg and Huế, a city of its own since 2025; the 34 since July 2025 keep
names of these."""

POSITIONS = _listed(
    """
    CHỦ TỊCH; PHÓ CHỦ TỊCH; GIÁM ĐỐC; PHÓ GIÁM ĐỐC; CHÁNH VĂN PHÒNG; PHÓ CHÁNH VĂN PHÒNG; TRƯỞNG PHÒNG; PHÓ
    TRƯỞNG PHÒNG; BỘ TRƯỞNG; THỨ TRƯỞNG; CỤC TRƯỞNG; PHÓ CỤC TRƯỞNG; CHI CỤC TRƯỞNG; PHÓ CHI CỤC TRƯỞNG;
    VIỆN TRƯỞNG; PHÓ VIỆN TRƯỞNG; HIỆU TRƯỞNG; PHÓ HIỆU TRƯỞNG; TRƯỞNG BAN; PHÓ TRƯỞNG BAN; CHÁNH THANH TRA;
    PHÓ CHÁNH THANH TRA; TỔNG GIÁM ĐỐC; PHÓ TỔNG GIÁM ĐỐC; TRƯỞNG CÔNG AN; PHÓ TRƯỞNG CÔNG AN; BÍ THƯ; PHÓ BÍ
    THƯ; CHÁNH ÁN; PHÓ CHÁNH ÁN; THẨM PHÁN; CHẤP HÀNH VIÊN; KIỂM SÁT VIÊN; TỔNG CỤC TRƯỞNG; PHÓ TỔNG CỤC
    TRƯỞNG; VỤ TRƯỞNG; PHÓ VỤ TRƯỞNG; ĐỘI TRƯỞNG; PHÓ ĐỘI TRƯỞNG; HẠT TRƯỞNG; THƯ KÝ; CHỦ TỌA; THỦ TƯỚNG; PHÓ
    THỦ TƯỚNG; NGƯỜI KÝ; CÁN BỘ; CÔNG CHỨNG VIÊN; TỔ TRƯỞNG; TỔ PHÓ; TRẠM TRƯỞNG; THỦ TRƯỞNG; NGƯỜI THỰC
    HIỆN; CÔNG CHỨC; ĐẠI DIỆN; CHỦ TRÌ; NGƯỜI KHAI; NGƯỜI LÀM ĐƠN; NGƯỜI VIẾT ĐƠN; ỦY BAN NHÂN DÂN; CHỈ HUY
    TRƯỞNG; PHÓ CHỈ HUY TRƯỞNG; CHÍNH TRỊ VIÊN; CHÍNH ỦY; TƯ LỆNH; ĐỒN TRƯỞNG; TRƯỞNG THÔN; TRƯỞNG BẢN; TRƯỞNG
    ẤP; TRƯỞNG BUÔN; TRƯỞNG XÓM; TRƯỞNG KHU; TRƯỞNG ĐOÀN; PHÓ TRƯỞNG ĐOÀN; TRƯỞNG TRẠM; TRƯỞNG KHOA; TRƯỞNG
    TIỂU BAN; QUYỀN CHỦ TỊCH; QUYỀN GIÁM ĐỐC; PHỤ TRÁCH; HIỆU PHÓ; TỔNG BIÊN TẬP; TỔNG THANH TRA; PHÓ TỔNG
    THANH TRA; KẾ TOÁN TRƯỞNG; NGƯỜI ĐẠI DIỆN; NGƯỜI LẬP BIÊN BẢN; NGƯỜI GHI BIÊN BẢN; CHỦ NHIỆM; PHÓ CHỦ
    NHIỆM; ỦY VIÊN THƯỜNG TRỰC; TỔNG KIỂM TOÁN; KIỂM TOÁN TRƯỞNG; ĐỘI PHÓ; GIÁM THỊ
    """
)
"""How a title line above a signature begins."""

SURNAMES = _listed(
    """
    Nguyễn; Trần; Lê; Phạm; Huỳnh; Hoàng; Phan; Vũ; Võ; Đặng; Bùi; Đỗ; Hồ; Ngô; Dương; Lý; Phùng; Đào; Đoàn;
    Trịnh; Trương; Đinh; Lâm; Mai; Cao; Tô; Tạ; Hà; Lương; Thái; Châu; Quách; Vương; Đàm; Kiều; Nghiêm; Chu;
    Triệu; Lưu; Tăng; La; Thân; Nông; Hứa; Giang; Vi; Khổng; Lục; Ninh; Văn; Từ; Mạc; Ông; Bạch; Doãn; Cù;
    Bế; Đồng; Phương; Trà; Sầm; Lò; Quàng; Giàng; Vàng; Sùng; Thạch; Kim; Sơn; Danh; Y; H'; Siu; Rơ; Cầm;
    Lầu; Thào; Mùa; Hạng; Cứ; Lèng; Lường; Cà; Tòng; Bạc; Bá; Đàng; Quảng; Ksor; Kpă; Rcom; Nay; Rmah; Niê;
    Mlô; Ayun; Êban; Kbuôr; A; K'; Ka; Cil; Liêng; Bon; Điểu; Thị; Rơ Châm; Lơ; Ka Să; Pờ; Lỳ; Chẻo; Tẩn;
    Phàn; Lùng; Vừ; Và; Xồng; Hờ; Ly; Mã; Ma; Âu; Hoa; Lộc; Liễu; Long; Mẫn; Nhan; Ngọ; Nhâm; Ô; Ôn; Phí;
    Phó; Thi; Thiều; Tiêu; Tiết; Tôn; Tống; Trưng; Ung; Ứng; Viên; Xa; Yên; Đậu; Đới; Đôn; Bàng; Biện; Cái;
    Cảnh; Cấn; Chử; Chế; Cung; Diệp; Đan; Đường; Hàn; Hàng; Hầu; Hình; Hồng; Hùng; Khúc; Khuất; Lai; Lã; Lữ;
    Luyện; Lều; Nhữ; Ngụy; Phù; Quản; Quyền; Sử; Tân; Thẩm; Thời; Trang; Tuấn; Uông; Vạn; Vòng; Xuân
    """
)
"""Family names by frequency, those of larger minorities included."""

AGENCIES = _listed(
    """
    uy ban; ubnd; hoi dong; hdnd; van phong; chi cuc; tong cuc; trung tam; cong an; cong ty;
    dang uy; dang bo; huyen uy; tinh uy; thanh uy; thanh tra; kho bac; bao hiem; bhxh; toa an; chi nhanh; lien
    doan; bo chi huy; bo tu lenh; ban chi huy; ban quan ly; ban chi dao; vien kiem sat; chi bo; hiep hoi; tap
    doan; tong cong ty; ngan hang; benh vien; chinh phu; thu tuong; van phong dang ky; mat tran; ubmttq; cong
    doan; thuong truc; tinh doan; huyen doan; thanh doan; xa doan; lien minh; hop tac xa; htx; xi nghiep; nha
    may; hoc vien; dai hoc; to dan pho; khu pho; khu dan cu; lien so; lien nganh; bch; doanh nghiep; thu vien;
    bao tang
    """
)
"""Words that begin the name of an agency, folded."""

SHORT_AGENCIES = _listed(
    """
    SỞ; BỘ; BAN; PHÒNG; TRƯỜNG; CỤC; VIỆN; ĐOÀN; HỘI; HẠT; THUẾ; TỔ; QUỸ; TRẠM; ĐÀI; ĐỘI; THÔN; ẤP; BẢN;
    BUÔN; BÁO
    """
)
"""One-syllable words that begin the name of an agency; without their marks they are other words as well."""

BARE_AGENCIES = frozenset(
    _listed(
        """
        chi nhanh; chi cuc; cuc; tong cuc; trung tam; truong; ban quan ly; ban chi dao; ban chi huy; hoi dong;
        ban; hoi; doan; so; bo; phong; van phong; vien; cong ty; tong cong ty; to cong tac; lien minh; cong
        doan; thanh tra; cong an; bo chi huy; mat tran; uy ban; thuong truc; doan kiem tra; ngan hang;
        bao hiem
        """
    )
)
"""Beginnings of a name that say nothing alone, folded: the line below goes on with them."""

AUTHORITIES = _listed(
    """
    chu tich; uy ban nhan dan; ubnd; hoi dong; giam doc; tong giam doc; bo truong; thu truong; hieu truong;
    truong phong; cuc truong; thu tuong; ban chap hanh; ban thuong vu; ban thuong truc; thuong truc; chi cuc
    truong; truong ban; truong cong an; truong doan; vien truong; chanh an; chanh thanh tra; chanh van phong;
    chi huy truong; tham phan; chap hanh vien; chu nhiem; bi thu; dai hoi; uy ban mat tran
    """
)
"""Who decides, in the line in capitals below the subject of a decision, folded."""

TYPE_CODES = _listed(
    """
    NQ; QĐ; CT; QC; QyĐ; TC; TB; HD; CTr; KH; PA; ĐA; DA; BC; BB; TTr; HĐ; CĐ; BGN; BTT; GUQ; GM; GGT; GNP;
    PG; PC; PB; GP; GPXD; XN
    """
)
"""Type of a document in its number: Decree 30/2020/NĐ-CP, Appendix III, and permits."""

AGENCY_CODES = _listed(
    """
    UBND; HĐND; VP; VPUB; TTg; CP; BCĐ; HĐQT; UBMTTQ; ĐĐBQH; BNNPTNT
    """
)
"""Agencies in the number of a document that are often met."""
