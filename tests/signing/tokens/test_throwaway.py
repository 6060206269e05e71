"""The token of trial: no options are needed, and every certificate says what it is."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import pem

from records.errors import SettingInvalid, TokenAbsent
from signing.fitness import require_fit
from signing.tokens import NamedToken, OpenToken, open_token
from signing.tokens.throwaway import NOTICE
from tests.signing.tokens.checking import require_signature, sign_message


def opened(**options: str) -> OpenToken:
    with open_token(NamedToken("thu", "throwaway", options), None) as token:
        return token


def test_without_options_it_signs_and_says_that_it_is_a_trial() -> None:
    token = opened()
    require_signature(token, sign_message(token))
    assert token.is_trial
    for certificate in (token.certificate, *token.chain):
        assert NOTICE in certificate.subject.native["organizational_unit_name"]


def test_a_name_and_an_organisation_of_ones_own_are_marked_as_a_trial() -> None:
    subject = opened(name="Trần Thị Mẫu", organisation="UBND xã Thử Nghiệm").certificate.subject.native
    assert subject["common_name"] == "Trần Thị Mẫu (DÙNG THỬ)"
    assert subject["organization_name"] == "UBND xã Thử Nghiệm"
    assert subject["organizational_unit_name"] == NOTICE


def test_the_longest_name_still_carries_the_mark() -> None:
    name = "Ơ" * 24
    assert opened(name=name).certificate.subject.native["common_name"] == f"{name} (DÙNG THỬ)"


def test_its_certificate_is_fit_for_days_and_names_no_place_of_revocation() -> None:
    certificate = opened().certificate
    now = datetime.now(UTC)
    require_fit(certificate, at=now)
    assert certificate.not_valid_after - now < timedelta(days=8)
    assert not certificate.crl_distribution_points
    assert not certificate.ocsp_urls
    assert "2.5.29.56" in {
        extension["extn_id"].dotted for extension in certificate["tbs_certificate"]["extensions"]
    }


def test_the_authority_is_kept_where_a_folder_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "thu"
    first, second = opened(folder=str(folder)), opened(folder=str(folder))
    assert first.certificate.dump() != second.certificate.dump()
    assert first.chain[0].dump() == second.chain[0].dump()
    assert stat.S_IMODE((folder / "root.pem").stat().st_mode) == 0o600


def test_the_folder_of_trust_holds_the_authority_and_no_key(tmp_path: Path) -> None:
    token = opened(folder=str(tmp_path))
    (trusted,) = (tmp_path / "trust").iterdir()
    content = trusted.read_text()
    assert "PRIVATE" not in content
    assert pem.unarmor(content.encode())[2] == token.chain[0].dump()


def test_a_folder_whose_authority_is_damaged_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_text("không phải khóa")
    with pytest.raises(TokenAbsent) as refusal:
        opened(folder=str(tmp_path))
    assert "xóa thư mục" in refusal.value.remedy_vi


@pytest.mark.parametrize("options", [{"pin": "1"}, {"name": "  "}, {"name": "x" * 65}])
def test_options_that_mean_nothing_are_named(options: dict[str, str]) -> None:
    with pytest.raises(SettingInvalid, match=r"pin|name"):
        opened(**options)
