"""The desk with real tokens: a PKCS#11 token signs a batch, one that goes away ends it and loses nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from signing.listing import list_signatures
from tests.portal.outgoing.offices import SigningOffice
from tests.signing.faults import fault_tokens, faulty_token
from tests.signing.softhsm import softhsm_token


@pytest.mark.needs("softhsm2-util")
def test_a_pkcs11_token_signs_a_batch_with_one_pin(office: SigningOffice, tmp_path: Path) -> None:
    token, pin = softhsm_token(office.pki, tmp_path, "chairman")
    office.options = replace(office.options, tokens={**office.options.tokens, "chu_tich": token})
    documents = [office.numbered(office.letter(seed=seed)) for seed in (1, 2)]
    batch = office.sit("chu_tich", *documents, pin=pin)
    assert (batch.state, [item.state for item in batch.items.all()]) == ("done", ["signed", "signed"])
    with pytest.raises(RuntimeError):
        pin.reveal()


def test_a_token_that_is_pulled_out_ends_the_batch_and_the_rest_waits(office: SigningOffice) -> None:
    documents = [office.numbered(office.letter(seed=seed)) for seed in range(1, 5)]
    with fault_tokens():
        token, pin = faulty_token(office.pki, "removed", after=2)
        with_fault = replace(office.options, tokens={**office.options.tokens, "chu_tich": token})
        whole, office.options = office.options, with_fault
        batch = office.sit("chu_tich", *documents, pin=pin)
    assert (batch.state, batch.reason_code) == ("broken", "TokenRemoved")
    signed = [document for document in documents if document.state == "signed"]
    assert len(signed) == 2
    assert all(document.batch_id is None for document in documents)
    for document in documents:
        found = list_signatures(office.desk.path(document.files.get().current))
        assert len(found) == (1 if document in signed else 0)
    office.options = whole
    office.sit("chu_tich", *documents)
    assert {document.state for document in documents} == {"signed"}


@pytest.mark.parametrize(("fault", "code"), [("absent", "TokenAbsent"), ("locked", "TokenLocked")])
def test_a_token_that_is_away_or_locked_is_named_and_nothing_is_signed(
    office: SigningOffice, fault: str, code: str
) -> None:
    document = office.numbered(office.letter())
    with fault_tokens():
        token, pin = faulty_token(office.pki, fault)
        office.options = replace(office.options, tokens={**office.options.tokens, "chu_tich": token})
        batch = office.sit("chu_tich", document, pin=pin)
    assert (batch.state, batch.reason_code, document.state) == ("broken", code, "signing")
    assert batch.reason_vi
