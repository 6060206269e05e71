"""Files signed through the product's own doors, in every way that an office signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from signing.demo_documents import DemoLetter, demo_images, demo_letters
from signing.demo_pki import DemoPki
from signing.lifting import lift
from signing.orders import Level, Role, SignOrder
from signing.services import Services, ServiceSettings, open_services
from signing.session import open_session
from signing.tokens import NamedToken, Pin
from signing.trust import TrustStore
from tests.signing.sessions import token_of
from tests.signing.softhsm import softhsm_token


@dataclass(frozen=True, slots=True)
class Step:
    """One signature on the way to a finished file."""

    label: str
    """An entity of `authorities.yaml`."""
    role: Role
    level: Level = Level.B_LTA
    in_softhsm: bool = False


_PERSON, _ACTING, _SEAL = (
    Step("chairman", Role.PERSON),
    Step("vice_chairman", Role.PERSON),
    Step("agency", Role.AGENCY),
)
_WAYS: dict[str, tuple[str, tuple[Step, ...]]] = {
    "decision_b_b": ("decision", (Step("chairman", Role.PERSON, Level.B_B),)),
    "decision_b_t": ("decision", (Step("chairman", Role.PERSON, Level.B_T),)),
    "decision_b_lt": ("decision", (Step("chairman", Role.PERSON, Level.B_LT),)),
    "decision_b_lta": ("decision", (_PERSON,)),
    "proposal_ecdsa": ("proposal", (_ACTING,)),
    "letter_sealed": ("letter", (_PERSON, _SEAL)),
    "minutes_two_signers_and_seal": ("minutes", (_PERSON, _ACTING, _SEAL)),
    "softhsm_pss_sealed": ("letter", (Step("chairman", Role.PERSON, in_softhsm=True), _SEAL)),
    "softhsm_ecdsa": ("letter", (Step("vice_chairman", Role.PERSON, in_softhsm=True),)),
    "appendix": ("appendix", (Step("agency", Role.APPENDIX),)),
    "copy": ("record", (Step("agency", Role.COPY),)),
    "lifted": ("letter", (Step("chairman", Role.PERSON, Level.B_B), Step("agency", Role.AGENCY, Level.B_B))),
}
"""By the name of the file: the kind of the paper, and who signs it one after another."""
_LIFTED = "lifted"


def sign_our_files(folder: Path, pki: DemoPki) -> dict[str, Path]:
    """A dozen finished files in `folder`, by name."""
    letters = _letters(folder / "letters")
    images = demo_images(folder / "images")
    trust = TrustStore.from_folder(pki.trust_folder())
    settings = ServiceSettings(timestamp_urls=(pki.timestamp_url("tsa2"), pki.timestamp_url("tsa1")))
    finished = folder / "finished"
    finished.mkdir()
    with open_services(settings, trust) as services, _tokens(folder / "softhsm", pki) as tokens:
        desk = _Desk(images, tokens, services)
        made = {
            name: _signed(letters[kind].path, steps, finished / f"{name}.pdf", desk)
            for name, (kind, steps) in _WAYS.items()
        }
        lift(made[_LIFTED], services)
    return made


def _letters(folder: Path) -> dict[str, DemoLetter]:
    kinds = sorted({kind for kind, _ in _WAYS.values()})
    return {letter.kind: letter for letter in demo_letters(folder, count=len(kinds), kinds=kinds)}


_Tokens = dict[tuple[str, bool], tuple[NamedToken, str]]
"""By official, and whether it lies in SoftHSM: the token and its PIN."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """What signing takes."""

    images: tuple[Path, Path]
    """The handwritten signature and the seal."""
    tokens: _Tokens
    services: Services


@contextmanager
def _tokens(folder: Path, pki: DemoPki) -> Iterator[_Tokens]:
    """Everybody's token as a file, and those of the two officials in SoftHSM too; each with its PIN."""
    labels = ("chairman", "vice_chairman", "agency")
    tokens: _Tokens = {(label, False): (token_of(pki, label), pki.pfx_password) for label in labels}
    folder.mkdir()
    for label in labels[:2]:
        token, pin = softhsm_token(pki, folder, label)
        tokens[label, True] = (token, pin.reveal())
    yield tokens


def _signed(source: Path, steps: Sequence[Step], target: Path, desk: _Desk) -> Path:
    for number, step in enumerate(steps):
        token, pin = desk.tokens[step.label, step.in_softhsm]
        image = {Role.PERSON: desk.images[0], Role.AGENCY: desk.images[1]}.get(step.role)
        text = ("SAO Y, UBND xã Thử Nghiệm",) if step.role is Role.COPY else ()
        out = target if number == len(steps) - 1 else target.with_name(f".{number}-{target.name}")
        with open_session(token, Pin(pin), services=desk.services) as session:
            made = session.sign(SignOrder(source, out, step.role, step.level, image=image, text=text))
            assert made.level is step.level, made.delayed_by
        source = out
    return target
