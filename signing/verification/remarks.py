"""The sentences of verification by code: what staff read, in one place, so that it speaks with one voice."""

from __future__ import annotations

from signing.verification.verdicts import Remark

_TEXTS = {
    # the file
    "unreadable": "Không đọc được tệp này như một PDF ({detail}).",
    "no_such_file": "Không có tệp này. Hãy kiểm tra lại tên tệp và thư mục.",
    "not_readable": "Không được phép đọc tệp này. Hãy xin quyền đọc tệp, hoặc nhờ người quản trị máy.",
    "too_large": "Tệp hoặc chữ ký trong tệp vượt quá giới hạn kiểm tra ({detail}).",
    "took_too_long": "Kiểm tra quá lâu nên đã dừng lại; tệp có thể được tạo ra để gây quá tải.",
    "password": "Tệp có mật khẩu nên không kiểm tra được chữ ký.",
    "no_signature": "Tệp không có chữ ký số nào.",
    "only_timestamps": "Tệp chỉ có dấu thời gian, không có chữ ký của ai.",
    "bytes_before_header": "Có dữ liệu lạ nằm trước phần đầu PDF; phần mềm khác có thể đọc ra nội dung khác.",
    "duplicate_objects": "Đối tượng {detail} có hai bản trong cùng một lần lưu; "
    "phần mềm khác có thể hiện bản khác.",
    "hybrid_table": "Tệp có hai bảng tham chiếu mâu thuẫn; phần mềm khác có thể đọc ra nội dung khác.",
    "hybrid_consistent": "Tệp dùng bảng tham chiếu kép (kiểu cũ), hai bảng không mâu thuẫn.",
    "loose_reading": "Cấu trúc PDF không đúng chuẩn; phần mềm khác có thể đọc ra nội dung khác.",
    "wrong_reference": "Bảng tham chiếu trỏ sai chỗ (đối tượng {detail}).",
    "bytes_appended": "Có dữ liệu lạ được thêm vào sau chữ ký (từ byte {detail}), "
    "không thuộc nội dung nào của PDF.",
    "hidden_object": "Có đối tượng ẩn được thêm vào sau chữ ký mà bảng tham chiếu không nêu (byte {detail}).",
    # the container
    "no_byte_range": "Chữ ký giả: không nêu phần nào của tệp được ký (thiếu ByteRange).",
    "no_contents": "Chữ ký giả: không có nội dung chữ ký (thiếu hoặc rỗng Contents).",
    "signature_unreadable": "Không đọc được nội dung chữ ký.",
    "unsupported_kind": "Loại chữ ký cũ ({detail}) không kiểm tra được.",
    "byte_range_abused": "Chữ ký bị bọc lại: phần được ký không phải là toàn bộ tệp tại lúc ký.",
    "contents_elsewhere": "Chữ ký bị bọc lại: nội dung chữ ký không nằm đúng ở chỗ được chừa ra.",
    "contents_padded": "Phần đệm sau chữ ký bị sửa.",
    "contents_mixed": "Chữ ký bị viết lại bằng kiểu chữ khác.",
    "shared_signature": "Hai ô ký cùng chỉ đến một chữ ký.",
    "odd_container": "Cấu trúc chữ ký không đúng chuẩn ({detail}).",
    "loose_certificate": "Trong tệp có chứng thư bị hỏng hoặc không rõ ai cấp ({detail}).",
    # the signature itself
    "digest_mismatch": "Nội dung tệp không còn khớp với chữ ký: tệp đã bị sửa sau khi ký.",
    "signature_broken": "Chữ ký không khớp với chứng thư của người ký.",
    "certificate_mismatch": "Chứng thư kèm theo không phải chứng thư mà người ký đã dùng.",
    "signature_stripped": "Chữ ký ở ô “{detail}” đã bị gỡ bỏ: lần lưu trước của tệp vẫn còn chữ ký này.",
    "signature_replaced": "Chữ ký ở ô “{detail}” đã bị thay bằng chữ ký khác.",
    "signature_orphaned": "Trong tệp còn dấu vết của một chữ ký đã bị gỡ khỏi ô ký.",
    "timestamp_broken": "Dấu thời gian lưu trữ thêm sau chữ ký này không còn khớp: tệp đã bị sửa.",
    # what was changed after it
    "page_changed": "nội dung trang {detail} bị sửa",
    "page_count": "số trang đổi từ {detail}",
    "annotation_changed": "chú thích hoặc hình phủ trên trang {detail} bị thêm, bỏ hoặc sửa",
    "field_changed": "giá trị ô “{detail}” bị sửa",
    "field_filled": "ô “{detail}” được điền",
    "field_added": "ô “{detail}” được thêm",
    "empty_field_shown": "ô ký trống “{detail}” có hình được thêm, có thể che nội dung",
    "field_removed": "ô “{detail}” bị bỏ",
    "catalogue_changed": "cấu trúc tài liệu bị sửa ({detail})",
    "objects_changed": "đối tượng bên trong tài liệu bị thay (kiểu tấn công ẩn/hiện nội dung)",
    "signature_added": "chữ ký “{detail}” được thêm",
    "archive_timestamp_added": "dấu thời gian lưu trữ được thêm",
    "evidence_added": "dữ liệu kiểm tra lâu dài được thêm",
    "certification_forbids": "bản ký chứng nhận không cho phép thay đổi như vậy",
    "changed_after": "Tệp bị thay đổi sau khi ký theo cách không được phép: {detail}.",
    "certification_abused": "Chữ ký chứng nhận bị lạm dụng: {detail}.",
    # the chain
    "valid": "",
    "chain_unknown": "Chữ ký nguyên vẹn, nhưng chứng thư không dẫn đến chứng thư gốc nào "
    "trong thư mục tin cậy.",
    "chain_failed": "Chữ ký nguyên vẹn, nhưng chuỗi chứng thư không kiểm tra được.",
    "revocation_missing": "Chữ ký nguyên vẹn, nhưng thiếu dữ liệu thu hồi của chứng thư "
    "nên chưa kết luận được. Hãy kiểm tra lại khi có mạng (--online), "
    "hoặc đặt danh sách thu hồi vào thư mục crls.",
    "revoked": "Chứng thư đã bị thu hồi trước thời điểm ký được chứng minh.",
    "expired": "Chứng thư đã hết hạn và không có dấu thời gian chứng minh đã ký khi còn hạn.",
    "not_yet_valid": "Chứng thư chưa có hiệu lực vào lúc ký.",
    "weak_algorithm": "Thuật toán hoặc độ dài khóa quá yếu để tin được.",
    "not_for_signing": "Chứng thư không được cấp để ký.",
    "authority_revoked": "Chứng thư của nơi cấp đã bị thu hồi.",
    # remarks
    "sha1": "Dùng SHA-1, thuật toán không còn được coi là an toàn.",
    "weak_key": "Khóa của người ký quá ngắn ({detail}).",
    "odd_time": "Giờ ký được ghi lạ: giờ Việt Nam (+07:00) bị ghi là giờ UTC, lệch 7 giờ. "
    "Giờ nêu ở đây lấy theo phần ghi có múi giờ.",
    "times_differ": "Hai giờ ký ghi trong chữ ký lệch nhau {detail}.",
    "future_time": "Giờ ký ghi trong chữ ký nằm ở tương lai.",
    "claim_after_timestamp": "Giờ tự khai muộn hơn dấu thời gian.",
    "no_authorities_inside": "Trong tệp không có chứng thư của nơi cấp.",
    "expired_since": "Chứng thư đã hết hạn ngày {detail}, sau khi ký.",
    "not_revocable": "Chứng thư “{detail}” không nêu nơi tra cứu thu hồi nên không hỏi được tình trạng.",
    "timestamp_by_stranger": "Dấu thời gian do nơi không được tin cậy ở đây cấp ({detail}); "
    "giờ ký chỉ là tự khai.",
    "timestamp_for_another": "Dấu thời gian không thuộc chữ ký này; giờ ký chỉ là tự khai.",
    "timestamp_unreadable": "Dấu thời gian trong chữ ký không đọc được; giờ ký chỉ là tự khai.",
    "timestamp_expired": "Dấu thời gian đã hết hạn mà không được gia hạn kịp.",
    "timestamp_unproven": "Chưa chứng minh được dấu thời gian: thiếu dữ liệu thu hồi của nơi cấp ({detail}).",
    "off_page": "Ô ký nằm ngoài trang.",
    "not_baseline": "Không phải chữ ký PAdES cơ sở ({detail}).",
    "protected_by": "Được bảo vệ bởi dấu thời gian lưu trữ của {detail}.",
    "damaged_evidence": "Một phần dữ liệu kiểm tra trong tệp bị hỏng và không được dùng.",
}


def remark(code: str, detail: object = "") -> Remark:
    """The remark of a code; unknown codes are a mistake of the program."""
    return Remark(code, _TEXTS[code].format(detail=detail))
