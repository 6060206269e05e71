"""A key on a USB token, a smart card or a security module, through its maker's PKCS#11 library.

Where one token is plugged in and one certificate on it signs, `library` is all that has to be set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from typing import Any

from pkcs11 import Attribute, PKCS11Error

from records.errors import SettingInvalid, TokenAbsent
from signing.cryptoki.library import (
    TokenChoice,
    canonical,
    find_token,
    find_tokens,
    no_answer,
    reserved_token,
    serial_of,
)
from signing.cryptoki.login import has_keypad, pin_state_vi, session_with
from signing.cryptoki.objects import Held, KeyChoice, choose, naming, read_certificates
from signing.cryptoki.signer import CryptokiSigner, TokenKey
from signing.cryptoki.thread import NoAnswer, thread_of
from signing.tokens import OpenToken, Pin, SeenCertificate, Sight

_OPEN_SECONDS = 120
"""A person may have to type the PIN on the token itself."""
_CLOSE_SECONDS = 10
_LOOK_SECONDS = 30
_ACCEPTABLE = {
    "library": "the path of the token's library, such as /usr/lib/softhsm/libsofthsm2.so",
    "token_label": "the token's label as `hoso tokens` shows it",
    "serial": "the token's serial number as `hoso tokens` shows it",
    "slot": "the slot's identifier, such as 0 or 0x1a",
    "certificate_label": "the certificate's label as `hoso tokens` shows it",
    "key_label": "the private key's label",
    "key_id": "the key's identifier in hexadecimal, such as 01",
    "padding": "pss or pkcs1",
}


class Pkcs11Token:
    """Opens a token by its library. Options: `library` and, where several fit, those of `_ACCEPTABLE`."""

    name = "pkcs11"
    needs_pin = True

    def check(self, options: Mapping[str, str]) -> None:
        """Raises `SettingInvalid` that names the option and an acceptable value."""
        for unknown in options.keys() - _ACCEPTABLE.keys():
            raise SettingInvalid(f"{unknown}: no option of a token; acceptable: {', '.join(_ACCEPTABLE)}")
        if not options.get("library", "").strip():
            raise SettingInvalid(f"library: missing; acceptable: {_ACCEPTABLE['library']}")
        for option, content in options.items():
            if not _is_acceptable(option, content):
                raise SettingInvalid(f"{option}: acceptable: {_ACCEPTABLE[option]}")

    def look(self, options: Mapping[str, str]) -> Sight:
        """The token's public certificates and what it says of its PIN; logs in nowhere."""
        choice = _token_choice(options)
        thread = thread_of(choice.library)
        try:
            return thread.wait(thread.ask(_seen, choice, _key_choice(options)), seconds=_LOOK_SECONDS)
        except NoAnswer as error:
            raise no_answer(choice.library) from error

    @contextmanager
    def open(self, options: Mapping[str, str], pin: Pin | None) -> Iterator[OpenToken]:
        """Logs in once; raises `PinWrong`, `TokenLocked`, `TokenAbsent` or `CertificateUnfit`."""
        library = canonical(options["library"])
        thread, stack = thread_of(library), ExitStack()
        try:
            yield thread.wait(thread.ask(_enter, stack, options, pin), seconds=_OPEN_SECONDS)
        except NoAnswer as error:
            raise no_answer(library) from error
        finally:
            # Also after a library that hung in between: its session is closed as soon as it returns.
            with suppress(NoAnswer):
                thread.wait(thread.ask(stack.close), seconds=_CLOSE_SECONDS)


kind = Pkcs11Token()


def _enter(stack: ExitStack, options: Mapping[str, str], pin: Pin | None) -> OpenToken:
    """Finds, logs in, chooses; in the library's thread. What is to be undone is laid on `stack`."""
    choice = _token_choice(options)
    token = stack.enter_context(reserved_token(choice))
    session = stack.enter_context(session_with(token, pin, library=choice.library))
    try:
        held, chain = choose(session, _key_choice(options))
        key = _key(token, held, options, pin)
    except PKCS11Error as error:
        raise TokenAbsent(f"the token cannot be read: {type(error).__name__}") from error
    signer = CryptokiSigner(key, held.certificate, chain, library=choice.library)
    return OpenToken(signer, held.certificate, chain)


def explore(library: str) -> tuple[Sight, ...]:
    """What is plugged in that this library knows, for whoever writes the settings; `TokenAbsent` for none."""
    library = canonical(library)
    thread = thread_of(library)
    try:
        return thread.wait(thread.ask(_seen_everywhere, library), seconds=_LOOK_SECONDS)
    except NoAnswer as error:
        raise no_answer(library) from error


def _seen_everywhere(library: str) -> tuple[Sight, ...]:
    """In the library's thread."""
    return tuple(_sight_of(token, KeyChoice()) for token in find_tokens(TokenChoice(library)))


def _seen(choice: TokenChoice, keys: KeyChoice) -> Sight:
    """In the library's thread."""
    return _sight_of(find_token(choice), keys)


def _sight_of(token: Any, keys: KeyChoice) -> Sight:
    """Signers' certificates that anybody may read; labels of private keys show only after the PIN."""
    wanted = replace(keys, key_label="")
    try:
        with closing(token.open()) as session:
            held = [one for one in read_certificates(session) if not one.certificate.ca and wanted.means(one)]
    except PKCS11Error as error:
        raise TokenAbsent(f"the token cannot be read: {type(error).__name__}") from error
    return Sight(
        certificates=tuple(SeenCertificate(one.certificate, (naming(one),)) for one in held),
        asks_pin=not has_keypad(token),
        choice=(("token_label", token.label.strip()), ("serial", serial_of(token))),
        remark_vi=pin_state_vi(token),
    )


def _token_choice(options: Mapping[str, str]) -> TokenChoice:
    return TokenChoice(
        library=canonical(options["library"]),
        label=options.get("token_label", ""),
        serial=options.get("serial", ""),
        slot=int(options["slot"], 0) if options.get("slot") else None,
    )


def _key_choice(options: Mapping[str, str]) -> KeyChoice:
    return KeyChoice(
        certificate_label=options.get("certificate_label", ""),
        key_label=options.get("key_label", ""),
        key_id=bytes.fromhex(options.get("key_id", "")),
    )


def _key(token: Any, held: Held, options: Mapping[str, str], pin: Pin | None) -> TokenKey:
    asks_each_time = False
    # Older libraries do not know the attribute, and their keys do not ask.
    with suppress(PKCS11Error, NotImplementedError):
        asks_each_time = bool(held.key[Attribute.ALWAYS_AUTHENTICATE])
    return TokenKey(
        handle=held.key,
        mechanisms=frozenset(token.slot.get_mechanisms()),
        pkcs1_padding=options.get("padding") == "pkcs1",
        pin=pin if asks_each_time else None,
    )


def _is_acceptable(option: str, content: str) -> bool:
    try:
        if option == "slot":
            return int(content, 0) >= 0
        if option == "key_id":
            return bool(bytes.fromhex(content))
    except ValueError:
        return False
    return content in {"pss", "pkcs1"} if option == "padding" else bool(content.strip())
