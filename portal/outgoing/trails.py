"""How far a document has got, as stations: received, numbered, each signature, sealed, issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.models import OutgoingDocument
from portal.outgoing.document_types import COPIES
from portal.outgoing.states import DocumentState, SignerState

_STATE = DocumentState
_HAS_NUMBER = frozenset({_STATE.NUMBERED, _STATE.SIGNING, _STATE.SIGNED, _STATE.SEALED, _STATE.ISSUED})
_HAS_SEAL = frozenset({_STATE.SEALED, _STATE.ISSUED})


@dataclass(frozen=True, slots=True)
class Station:
    """One station of a document's way."""

    kind: str
    """`received`, `number`, `sign`, `seal`, `issued`, `refused` or `recalled`."""
    state: str
    """`done`, `now`, `next`, or `stopped` where the way ended."""
    name: str = ""
    """The number, or who signs."""
    at: datetime | None = None


def trail_of(document: OutgoingDocument) -> tuple[Station, ...]:
    """The stations in order; with `signers__user` and `entry` at hand it asks the database nothing."""
    state = DocumentState(document.state)
    entry = getattr(document, "entry", None)
    has_number = state in _HAS_NUMBER or (entry is not None and state.is_settled)
    stations = [
        Station("received", "done" if state is not _STATE.RECEIVED else "now", at=document.received_at),
        Station(
            "number", _reached(has_number, is_now=state is _STATE.CHECKED), entry.notation if entry else ""
        ),
    ]
    signers = (
        [] if document.type_code in COPIES else sorted(document.signers.all(), key=lambda one: one.ordinal)
    )
    is_first = True
    for signer in signers:
        is_done = signer.state == SignerState.SIGNED
        is_now = state is _STATE.SIGNING and not is_done and (is_first or not document.in_order)
        is_first = is_first and is_done
        name = signer.user.get_full_name() or signer.user.get_username()
        stations.append(
            Station(
                "sign", _reached(is_done, is_now=is_now), f"{signer.prefix} {name}".strip(), signer.signed_at
            )
        )
    if state in {_STATE.REFUSED, _STATE.RECALLED}:
        done = [station for station in stations if station.state == "done"]
        return (*done, Station(state.value, "stopped", at=document.settled_at))
    stations.append(
        Station("seal", _reached(state in _HAS_SEAL, is_now=state is _STATE.SIGNED), at=document.sealed_at)
    )
    is_issued = state is _STATE.ISSUED
    last = Station("issued", _reached(is_issued, is_now=state is _STATE.SEALED), at=document.settled_at)
    return (*stations, last)


def _reached(is_done: bool, *, is_now: bool) -> str:
    return "done" if is_done else "now" if is_now else "next"
