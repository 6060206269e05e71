"""The tree of everything that can go wrong, each named for its cause and carrying its remedy.

    HosoError
    ├── SourceRefused            the file cannot be digitised; it goes to rejected/ with the reason
    │   ├── NotADocument         of no kind that we read
    │   ├── DamagedFile          of a kind that we read, but broken
    │   ├── EncryptedFile        opens only with a password
    │   ├── TooLarge             pages, pixels or bytes over the limit
    │   ├── EmptyFile            no bytes or no page
    │   └── BelowScanRule        scanned below what the law asks for, where the office returns such files
    ├── PageFailed               one page could not be read; its record goes to review
    │   ├── EngineCrashed        the recogniser died
    │   ├── EngineTimedOut       the recogniser took longer than a page may take
    │   └── EngineMissing        the recogniser or its language data is not installed
    ├── RecordTypeInvalid        a record-type file breaks its schema
    ├── ModelRefused             a model file does not match its digest
    ├── ExamplesRefused          a file of corrected papers cannot be learned from
    ├── MalformedRecord          a record.json that this version cannot read
    ├── NoSuchPart               a record cannot be parted or joined as somebody asked
    ├── StoreFailed              the archive could not be written or read
    │   ├── ObjectMissing        no such object
    │   ├── ObjectDamaged        an object does not match its digests
    │   └── ObjectMoved          somebody else has added a version since it was read
    ├── SigningRefused           nothing was signed, and the original is untouched
    │   ├── NotSignable          the file cannot carry this signature
    │   ├── PlaceNotFound        the page does not show where the signature goes
    │   ├── OutOfTurn            somebody else has to sign first, or the number is missing
    │   ├── PinWrong             the token refused the PIN; it is not tried again
    │   ├── TokenLocked          the token refuses every PIN
    │   ├── TokenAbsent          no such token is plugged in or reachable
    │   ├── TokenRemoved         the token went away during a batch
    │   ├── NotYourCertificate   the token holds another certificate than the one bound to the account
    │   ├── NotPaired            the signing agent of that computer does not know the page that asks
    │   ├── MoreThanAsked        more signatures than the person was told of before the PIN
    │   ├── StrangeRequest       a request to the signing agent that its own page cannot have made
    │   ├── NoMandate            nobody gave this person leave to sign for another on this day
    │   ├── CertificateUnfit     expired, not yet valid, revoked, too weak or not for signing
    │   ├── ClockWrong           this machine's clock differs from the timestamp service's
    │   └── NoSpace              the signed file could not be written
    ├── SettingMoved             somebody else has changed the setting since it was shown
    ├── ServiceUnavailable       a timestamp or revocation service does not answer; the level waits
    ├── TrustInvalid             a file in the folder of trust roots is no certificate
    ├── SettingInvalid           a setting is unknown or malformed
    └── QueryInvalid             a search that cannot be understood

`remedy_vi` is what staff read; `str(error)` is what the operator reads in a log. Neither ever holds a
document's text.
"""

from __future__ import annotations


class HosoError(Exception):
    """Something went wrong that a person can mend."""

    remedy_vi = "Có lỗi ngoài dự kiến. Hãy báo người phụ trách kỹ thuật."
    """What to do, in Vietnamese, one or two sentences a clerk understands."""
    remedy_en = "An unexpected error. Tell the person in charge of the system."

    def __init__(
        self, detail: str = "", *, remedy_vi: str | None = None, remedy_en: str | None = None
    ) -> None:
        super().__init__(detail or self.remedy_en)
        self.detail = detail
        if remedy_vi is not None:
            self.remedy_vi = remedy_vi
        if remedy_en is not None:
            self.remedy_en = remedy_en

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders: the default would lose the keyword-only remedies.
        return _again, (type(self), self.detail, self.remedy_vi, self.remedy_en)

    @property
    def code(self) -> str:
        """The class's name, kept in the ledger and in `--json` output."""
        return type(self).__name__


def _again(kind: type[HosoError], detail: str, remedy_vi: str, remedy_en: str) -> HosoError:
    return kind(detail, remedy_vi=remedy_vi, remedy_en=remedy_en)


class SourceRefused(HosoError):
    """The file cannot be digitised as it is."""

    remedy_vi = "Không số hóa được tệp này. Hãy quét lại bản giấy thành PDF hoặc TIFF."
    remedy_en = "This file cannot be digitised. Scan the paper again as PDF or TIFF."


class NotADocument(SourceRefused):
    """The file is of no kind that Hoso reads."""

    remedy_vi = "Loại tệp này không được hỗ trợ. Hãy nộp PDF, TIFF, JPEG, PNG, WebP, BMP, GIF hoặc HEIC."
    remedy_en = "This kind of file is not supported. Hand in PDF, TIFF, JPEG, PNG, WebP, BMP, GIF or HEIC."


class DamagedFile(SourceRefused):
    """The file is of a kind that Hoso reads, but it is broken."""

    remedy_vi = "Tệp bị hỏng hoặc chưa chép xong. Hãy quét lại hoặc chép lại tệp."
    remedy_en = "The file is damaged or was not copied whole. Scan or copy it again."


class EncryptedFile(SourceRefused):
    """The file opens only with a password or by a rights server."""

    remedy_vi = "Tệp có mật khẩu. Hãy bỏ mật khẩu bằng chương trình đã tạo ra tệp rồi nộp lại."
    remedy_en = (
        "The file needs a password. Remove it with the program that made the file, then hand it in again."
    )


class TooLarge(SourceRefused):
    """The file has more bytes, pages or pixels than the settings allow."""

    remedy_vi = "Tệp vượt quá giới hạn cho phép. Hãy tách thành nhiều tệp hoặc quét ở 300 dpi."
    remedy_en = "The file is over a limit. Split it, or scan it at 300 dpi."


class EmptyFile(SourceRefused):
    """The file has no bytes or no page."""

    remedy_vi = "Tệp rỗng, không có trang nào. Hãy quét lại."
    remedy_en = "The file is empty. Scan it again."


class BelowScanRule(SourceRefused):
    """The scan falls below what the law asks for, and the office has such scans made again."""

    remedy_vi = "Bản quét chưa đạt yêu cầu. Hãy quét lại các trang nêu dưới đây."
    remedy_en = "The scan is below the rule. Scan the pages named below again."


class PageFailed(HosoError):
    """One page could not be read; the record waits in review and says so."""

    remedy_vi = "Không đọc được trang này. Hãy xem ảnh trang và nhập tay, hoặc quét lại."
    remedy_en = "This page could not be read. Look at its image and type the fields, or scan it again."


class EngineCrashed(PageFailed):
    """The recogniser died on this page."""

    remedy_vi = "Bộ nhận dạng dừng đột ngột ở trang này. Hãy xem ảnh trang và nhập tay, hoặc quét lại."
    remedy_en = "The recogniser died on this page. Look at its image and type the fields, or scan it again."


class EngineTimedOut(PageFailed):
    """The recogniser took longer than a page may take."""

    remedy_vi = "Trang này đọc quá lâu nên đã dừng lại. Hãy xem ảnh trang và nhập tay, hoặc quét lại rõ hơn."
    remedy_en = "This page took too long. Look at its image and type the fields, or scan it more clearly."


class EngineMissing(PageFailed):
    """The recogniser or its Vietnamese data is not installed."""

    remedy_vi = (
        "Chưa cài Tesseract hoặc dữ liệu tiếng Việt. "
        "Hãy chạy: apt-get install tesseract-ocr tesseract-ocr-vie"
    )
    remedy_en = (
        "Tesseract or its Vietnamese data is missing. Run: apt-get install tesseract-ocr tesseract-ocr-vie"
    )


class RecordTypeInvalid(HosoError):
    """A record-type file breaks its schema; the message names file, place and remedy."""

    remedy_vi = "Tệp định nghĩa loại hồ sơ có lỗi. Hãy chạy: hoso types --check"
    remedy_en = "A record-type file is wrong. Run: hoso types --check"


class ModelRefused(HosoError):
    """A model file does not match the digest that was committed with it."""

    remedy_vi = "Tệp mô hình không khớp mã kiểm tra. Hãy cài lại Hoso."
    remedy_en = "A model file does not match its digest. Install Hoso again."


class ExamplesRefused(HosoError):
    """A file of corrected papers breaks its form; the message names file and line."""

    remedy_vi = (
        "Không đọc được tệp hồ sơ mẫu để học. Hãy xem dạng tệp trong docs/reference/model-card-types.md."
    )
    remedy_en = (
        "The file of papers to learn from is not readable. Its form is in docs/reference/model-card-types.md."
    )


class MalformedRecord(HosoError):
    """A record in the archive cannot be read by this version."""

    remedy_vi = "Không đọc được hồ sơ trong kho lưu trữ. Hãy khôi phục từ bản sao lưu."
    remedy_en = "A record in the archive cannot be read. Restore it from a backup."


class NoSuchPart(HosoError):
    """A record cannot be parted at that page, or has no record before it to be joined with."""

    remedy_vi = "Không tách hoặc ghép được ở trang này. Hãy mở lại hồ sơ và chọn lại."
    remedy_en = "The record cannot be parted or joined there. Open it again and choose anew."


class StoreFailed(HosoError):
    """The archive could not be written or read."""

    remedy_vi = "Không ghi hoặc đọc được kho lưu trữ. Hãy kiểm tra ổ đĩa còn chỗ và quyền truy cập."
    remedy_en = "The archive could not be written or read. Check free disk space and permissions."


class ObjectMissing(StoreFailed):
    """The archive holds no such object."""

    remedy_vi = "Không có hồ sơ này trong kho lưu trữ."
    remedy_en = "There is no such record in the archive."


class ObjectDamaged(StoreFailed):
    """An object in the archive does not match its digests."""

    remedy_vi = "Hồ sơ trong kho lưu trữ đã bị thay đổi hoặc hỏng. Hãy khôi phục từ bản sao lưu."
    remedy_en = "A record in the archive was changed or damaged. Restore it from a backup."


class ObjectMoved(StoreFailed):
    """Somebody else has added a version of the object since it was read."""

    remedy_vi = "Có người vừa sửa hồ sơ này. Hãy mở lại hồ sơ, xem bản mới rồi sửa tiếp."
    remedy_en = "Somebody has just changed this record. Open it again, look at it, and go on."


class SettingInvalid(HosoError):
    """A setting is unknown or malformed; the message names it and an acceptable value."""

    remedy_vi = "Cấu hình có lỗi. Hãy sửa hoso.toml theo thông báo."
    remedy_en = "A setting is wrong. Correct hoso.toml as the message says."


class SettingMoved(HosoError):
    """Somebody else has changed the setting since it was shown; the message names it."""

    remedy_vi = "Người khác vừa đổi mục này. Hãy xem giá trị mới rồi đổi lại nếu cần."
    remedy_en = "Somebody else has just changed this. Look at the new value and change it again if need be."


class QueryInvalid(HosoError):
    """The search cannot be understood; the message says which part."""

    remedy_vi = "Không hiểu được câu tìm kiếm. Hãy bỏ bớt dấu đặc biệt."
    remedy_en = "The search cannot be understood. Leave out special characters."


class SigningRefused(HosoError):
    """Nothing was signed; the original is untouched and nothing half-signed is left behind."""

    remedy_vi = "Chưa ký được tệp này. Tệp gốc vẫn còn nguyên."
    remedy_en = "This file was not signed. The original is untouched."


class NotSignable(SigningRefused):
    """The file cannot carry this signature: encrypted, damaged, certified as final, too large, no PDF."""

    remedy_vi = "Tệp này không ký được. Hãy xuất lại văn bản thành PDF (PDF/A), không đặt mật khẩu."
    remedy_en = "This file cannot be signed. Export the document again as PDF (PDF/A), without a password."


class PlaceNotFound(SigningRefused):
    """The page shows no position line with a name below it, and no field was named."""

    remedy_vi = "Không tìm thấy chỗ ký (chức vụ và họ tên). Hãy chỉ chỗ ký trên trang, hoặc nêu tên ô ký."
    remedy_en = "The place for the signature was not found. Show it on the page, or name a signature field."


class OutOfTurn(SigningRefused):
    """Somebody else has to sign first: the clerk seals only what the competent person has signed."""

    remedy_vi = "Chưa đến lượt ký này. Văn thư chỉ đóng dấu sau khi người có thẩm quyền đã ký."
    remedy_en = "It is not this signature's turn. The clerk seals only what the competent person has signed."


class PinWrong(SigningRefused):
    """The token refused the PIN. It is never tried again by itself, since tokens lock after a few tries."""

    remedy_vi = "Mã PIN không đúng. Hãy kiểm tra rồi nhập lại; nhập sai nhiều lần thiết bị sẽ bị khóa."
    remedy_en = "Wrong PIN. Check it and enter it again; after several wrong PINs the token locks."


class TokenLocked(SigningRefused):
    """The token refuses every PIN until its issuer unlocks it."""

    remedy_vi = "Thiết bị ký đã bị khóa PIN. Hãy liên hệ nơi cấp chứng thư số để mở khóa."
    remedy_en = "The token is locked. Ask whoever issued the certificate to unlock it."


class TokenAbsent(SigningRefused):
    """The token is not plugged in, its library is not installed, or the remote service cannot be reached."""

    remedy_vi = "Không thấy thiết bị ký. Hãy cắm thiết bị (hoặc kiểm tra kết nối) rồi thử lại."
    remedy_en = "The signing token was not found. Plug it in (or check the connection) and try again."


class TokenRemoved(SigningRefused):
    """The token went away during a batch; what was signed stays, the rest is untouched."""

    remedy_vi = "Thiết bị ký bị rút ra giữa chừng. Các tệp đã ký vẫn tốt; hãy cắm lại và ký tiếp."
    remedy_en = "The token was removed. Files already signed are good; plug it in and sign the rest."


class NotYourCertificate(SigningRefused):
    """The certificate in the token is not the one that an administrator bound to this account."""

    remedy_vi = "Chứng thư số trong thiết bị không phải của tài khoản này. Hãy cắm thiết bị của mình."
    remedy_en = "The token's certificate is not bound to this account. Plug in your own token."


class NotPaired(SigningRefused):
    """The signing agent of this computer does not know the page that asks, or the code was not right."""

    remedy_vi = "Trình duyệt này chưa được ghép với chương trình ký trên máy. Hãy nhập mã ghép."
    remedy_en = "This browser is not paired with the signing agent of this computer. Type the pairing code."


class MoreThanAsked(SigningRefused):
    """More signatures were wanted than the person was told of before typing the PIN."""

    remedy_vi = "Trang web xin ký nhiều lần hơn số đã báo trước. Đã dừng; hãy báo người phụ trách kỹ thuật."
    remedy_en = "More signatures were asked for than announced. Stopped; tell the person in charge."


class StrangeRequest(SigningRefused):
    """A request to the signing agent that no page of its own can have made: elsewhere's, old or malformed."""

    remedy_vi = "Chương trình ký từ chối yêu cầu lạ. Hãy đóng cửa sổ này và ký lại từ trang của Hoso."
    remedy_en = "The signing agent refused a strange request. Close this window and sign again from Hoso."


class NoMandate(SigningRefused):
    """Signing for another (KT., TL., TUQ., Q.) without a mandate in force that day (Decree 30, Art. 13)."""

    remedy_vi = (
        "Chưa có văn bản giao ký thay (KT., TL., TUQ., Q.) còn hiệu lực trong ngày. "
        "Hãy đề nghị quản trị ghi văn bản đó."
    )
    remedy_en = "No mandate to sign for another is in force today. Ask the administrator to record it."


class CertificateUnfit(SigningRefused):
    """The certificate may not sign now: expired, not yet valid, revoked, weak, or not for signing."""

    remedy_vi = "Chứng thư số này không dùng để ký được lúc này. Hãy liên hệ nơi cấp chứng thư số."
    remedy_en = "This certificate cannot sign now. Ask whoever issued it."


class ClockWrong(SigningRefused):
    """This machine's clock differs from the timestamp service's by more than minutes."""

    remedy_vi = "Đồng hồ máy tính bị sai. Hãy chỉnh lại ngày giờ của máy rồi ký lại."
    remedy_en = "This computer's clock is wrong. Set its date and time, then sign again."


class NoSpace(SigningRefused):
    """The signed file could not be written, most often because the disk is full."""

    remedy_vi = "Không ghi được tệp đã ký (ổ đĩa đầy hoặc không có quyền ghi). Hãy giải phóng chỗ rồi ký lại."
    remedy_en = "The signed file could not be written (disk full or no permission). Make room and sign again."


class ServiceUnavailable(HosoError):
    """A timestamp, OCSP or revocation-list service does not answer: the level waits, nothing is faked."""

    remedy_vi = "Dịch vụ cấp dấu thời gian hoặc tra cứu chứng thư chưa trả lời. Hệ thống sẽ tự thử lại."
    remedy_en = "A timestamp or certificate-status service does not answer. It will be tried again by itself."


class TrustInvalid(HosoError):
    """A file in the folder of trust roots holds no certificate."""

    remedy_vi = "Thư mục chứng thư gốc có tệp không phải chứng thư (PEM hoặc DER). Hãy bỏ tệp đó ra."
    remedy_en = "The folder of trust roots holds a file that is no certificate (PEM or DER). Take it out."
