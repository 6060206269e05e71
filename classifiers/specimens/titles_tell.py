"""Kinds that are printed nowhere but in the title: what the title of a drawn paper says of such a field."""

from __future__ import annotations

from classifiers.record_type import FieldType, RecordType, Where
from classifiers.specimens.sheet import Specimen

TOLD_BY: dict[tuple[str, str], dict[str, str]] = {
    ("citizen_petition", "petition_kind"): {
        "KHIẾU NẠI": "khieu_nai",
        "TỐ CÁO": "to_cao",
        "KIẾN NGHỊ": "kien_nghi",
        "PHẢN ÁNH": "phan_anh",
        "ĐỀ NGHỊ": "de_nghi",
        "XIN XÁC NHẬN": "xin_xac_nhan",
    },
    ("civil_status_change_extract", "change_kind"): {
        "THAY ĐỔI": "thay đổi",
        "CẢI CHÍNH": "cải chính",
        "BỔ SUNG": "bổ sung",
        "XÁC ĐỊNH LẠI DÂN TỘC": "xác định lại dân tộc",
    },
    ("land_tax_notice", "notice_kind"): {
        "SỬ DỤNG ĐẤT PHI NÔNG NGHIỆP": "sddpnn",
        "TIỀN SỬ DỤNG ĐẤT": "tien_su_dung_dat",
        "TIỀN THUÊ ĐẤT": "tien_thue_dat",
        "LỆ PHÍ TRƯỚC BẠ": "le_phi_truoc_ba",
        "THUẾ THU NHẬP CÁ NHÂN": "thue_tncn_bds",
        "SỬ DỤNG ĐẤT NÔNG NGHIỆP": "sd_dat_nong_nghiep",
    },
}
"""Type and field to words of the title with the kind that they tell."""


def told_by_title(record_type: RecordType, specimen: Specimen) -> dict[str, str]:
    """The kinds that the printed title tells; a title that names two tells none."""
    told = {}
    printed = _printed_title(record_type, specimen)
    for rule in record_type.fields:
        words = TOLD_BY.get((record_type.code, rule.name))
        if words is None or rule.where is not Where.DERIVED or rule.type is not FieldType.ENUM:
            continue
        kinds = {kind for part, kind in words.items() if part in printed}
        if len(kinds) == 1:
            told[rule.name] = kinds.pop()
    return told


def _printed_title(record_type: RecordType, specimen: Specimen) -> str:
    """The longest of the type's titles that stands on the paper."""
    words = " ".join(specimen.text.split())
    return max((title for title in record_type.titles if title in words), key=len, default="")
