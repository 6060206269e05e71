"""What `hoso sign` is asked for, as orders: a file or a folder with its sub-folders, and where each goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hoso.settings import Settings
from records.errors import SettingInvalid
from signing.orders import FieldPlace, Level, Role, SignOrder
from signing.tokens import NamedToken, token_kinds


@dataclass(frozen=True, slots=True)
class SigningWish:
    """What is the same for all files of one call."""

    role: Role
    level: Level
    field: str = ""
    place: FieldPlace | None = None
    image: Path | None = None
    text: tuple[str, ...] = ()


def orders_for(pairs: Sequence[tuple[Path, Path]], wish: SigningWish) -> tuple[SignOrder, ...]:
    """An order for each source and its target."""
    return tuple(
        SignOrder(
            source=source,
            target=target,
            role=wish.role,
            level=wish.level,
            field=wish.field,
            place=wish.place,
            image=wish.image,
            text=wish.text,
        )
        for source, target in pairs
    )


def pairs_of(source: Path, output: Path) -> tuple[tuple[Path, Path], ...]:
    """The source, or each PDF below it, and where it goes; sub-folders are kept.

    What lies in an output folder below the source was made by an earlier run and is passed over.
    """
    if not source.is_dir():
        is_file = output.suffix.lower() == ".pdf" and not output.is_dir()
        return ((source, output if is_file else output / source.name),)
    inside = output.resolve()
    is_below = source.resolve() in inside.parents
    return tuple(
        (path, output / path.relative_to(source))
        for path in sorted(source.rglob("*"))
        if path.suffix.lower() == ".pdf"
        and path.is_file()
        and not (is_below and inside in path.resolve().parents)
    )


def named_token(settings: Settings, name: str) -> NamedToken:
    """The token that the office calls `name`, or the kind of that name with nothing set.

    Raises `SettingInvalid` with the names that there are.
    """
    if (found := settings.signing.tokens.get(name)) is not None:
        return NamedToken(name, found.kind, found.options)
    if name in token_kinds():
        return NamedToken(name, name)
    known = ", ".join([*settings.signing.tokens, *token_kinds()])
    raise SettingInvalid(
        f"signing.tokens.{name} is not set; there are: {known}",
        remedy_vi=f"Chưa khai báo thiết bị ký “{name}” trong hoso.toml ([signing.tokens.{name}]). "
        "Hãy xem tên các thiết bị đã khai báo bằng: hoso tokens",
        remedy_en=f"There is no token called {name!r} in hoso.toml ([signing.tokens.{name}]).",
    )


def image_for(settings: Settings, token: str, role: Role) -> Path | None:
    """The signature image that belongs to a token; the agency's seal where an agency's token names none."""
    found = settings.signing.tokens.get(token)
    if role in {Role.APPENDIX, Role.COPY}:
        return None  # Decree 30/2020, Appendix I: text alone
    if found is not None and found.image is not None:
        return found.image
    return settings.signing.seal if role is Role.AGENCY else None
