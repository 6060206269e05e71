"""Settings: from `hoso.toml` and `HOSO_*` variables, read once, checked, frozen and passed in.

A variable's name is the setting's path with `__` for each dot: `reading.engine` is `HOSO_READING__ENGINE`.
A secret may be given as a file: `HOSO_PORTAL__SECRET_KEY_FILE=/run/secrets/key`. An unknown name or a
malformed value stops the start with a sentence that names it and an acceptable value.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from types import UnionType
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from hoso.database_settings import DatabaseSettings
from hoso.outgoing_settings import OutgoingSettings
from hoso.sign_in_settings import SignInSettings
from hoso.type_settings import TypeSettings, WallSettings
from hoso.web_names import read_by_web
from records.errors import SettingInvalid

PREFIX = "HOSO_"
DELIMITER = "__"
SECRET_FILE = "_FILE"  # noqa: S105  the end of variables' names
TOKEN_PREFIX = "HOSO_SIGNING__TOKENS__"  # noqa: S105  the beginning of variables' names
# Read by the start itself, by ./run or by the tests; not settings of the product.
OTHER_VARIABLES = frozenset(
    {"HOSO_DATA", "HOSO_CONFIG", "HOSO_CACHE", "HOSO_REQUIRE_TOOLS", "HOSO_TEST_DATABASE"}
)
MIB = 1 << 20
GIB = 1 << 30


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ReadingSettings(_Section):
    """How pages are read."""

    engine: str = Field("auto", pattern=r"^[a-z_][\w.:]*$", examples=["auto", "tesseract", "tesserocr"])
    """OCR engine; `auto` takes the fastest installed."""
    jobs: int = Field(0, ge=0, le=256, examples=[2])
    """Worker processes; 0 means one a processor core."""
    page_seconds: float = Field(120, gt=0, le=3600, examples=[120])
    """A page that takes longer is given up, after one retry."""
    worker_memory_bytes: int = Field(2 * GIB, ge=256 * MIB, examples=[2 * GIB])
    """A worker that takes more is stopped."""
    compact: bool = Field(False, examples=[False])
    """Scans are kept in layers in the searchable PDF: far smaller, no longer bit for bit."""
    max_bytes: int = Field(2 * GIB, gt=0, examples=[2 * GIB])
    """Largest file accepted, bytes."""
    max_pages: int = Field(5000, gt=0, examples=[5000])
    """Most pages in a file."""


class QualitySettings(_Section):
    """What a scan must be, and what becomes of one that is not."""

    gate: Literal["off", "report", "return"] = Field("report", examples=["report"])
    """`report`: the record waits for review with the reasons; `return`: the file goes back to `rejected/`;
    `off`: nothing is measured."""
    dpi: float = Field(300, ge=100, le=1200, examples=[300])
    """Dots per inch that a scan must have; the letter allows 200 for ordinary short-term papers."""


def _comma_separated(value: object) -> object:
    return tuple(part.strip() for part in value.split(",")) if isinstance(value, str) else value


class BatchSettings(_Section):
    """How a file that holds several papers is parted."""

    separators: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_comma_separated)] = Field(
        ("PATCHT",), examples=[["PATCHT", "ADAR-NEXTDOC"]]
    )
    """Texts of barcodes (QR, Code 128, Code 39) that begin a new paper, besides our own sheets; `PATCHT` is
    also the bars of Patch T."""
    split_at_blank_pages: bool = Field(False, examples=[False])
    """A blank page ends a paper and belongs to none; the original keeps it."""
    split_papers: bool = Field(True, examples=[True])
    """Papers scanned into one file become records of their own where their pages show beyond doubt where each
    begins."""
    other_side_minutes: float = Field(120, gt=0, le=10080, examples=[120])
    """A file of front or back sides waits so long for the other one, and is then given back."""


class ReviewSettings(_Section):
    """When a record files itself."""

    threshold: float = Field(0.9, gt=0, le=1, examples=[0.9])
    """Type and required fields at or over this confidence need no person."""


class IntakeSettings(_Section):
    """How folders are watched."""

    watch: Literal["auto", "events", "polling"] = Field("auto", examples=["auto"])
    """`events` where the file system tells, `polling` for network shares, `auto` finds out."""
    settle_seconds: float = Field(2.0, gt=0, le=3600, examples=[2.0])
    """A file is taken when its size and time have stood still for so long."""
    rescan_seconds: float = Field(30.0, gt=0, le=86400, examples=[30.0])
    """A full look at the folders happens so often, whatever events say."""


class PortalSettings(SignInSettings):
    """Where people look, and how they sign in."""

    host: str = Field("127.0.0.1", examples=["127.0.0.1"])
    port: int = Field(8000, ge=0, le=65535, examples=[8000])
    """0 takes any free port."""
    allowed_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_comma_separated)] = Field(
        ("localhost", "127.0.0.1", "[::1]"), examples=[["hoso.xa.local"]]
    )
    """Names under which the portal may be addressed."""
    language: Literal["vi", "en"] = Field("vi", examples=["vi"])
    public_address: str = Field(
        "", pattern=r"^(https?://[A-Za-z0-9.:\[\]-]+(/[\w./-]*)?)?$", examples=["https://hoso.xa.example.vn"]
    )
    """Where citizens reach the portal; QR codes lead there unless `outgoing.verification_page` is set."""
    public_verification: bool = Field(True, examples=[True])
    """The page on which anybody may check a paper, `/kiem-tra/`."""
    webhook_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_comma_separated)] = Field(
        (), examples=[["motcua.xa.local", "10.1.2.3:8080"]]
    )
    """Other systems that may be told what happens: `name` or `name:port`; nothing else is called."""
    secret_key: str = Field("", repr=False, examples=["50 random letters"])
    """Signs sessions; made and kept in the data directory when empty."""


class TokenSettings(BaseModel):
    """One key to sign with: `[signing.tokens.NAME]`, with the options of its kind beside these."""

    model_config = ConfigDict(frozen=True, extra="allow")

    kind: str = Field(pattern=r"^[a-z][a-z0-9_]*$", examples=["pkcs11", "pkcs12", "csc", "throwaway"])
    """A file of `signing/tokens/`."""
    image: Path | None = Field(None, examples=["/etc/hoso/chu-ky.png"])
    """PNG with transparent ground: the handwritten signature, or the seal in its actual size."""

    @property
    def options(self) -> dict[str, str]:
        """What the kind itself understands, as text."""
        given = self.model_extra or {}
        return {
            name: str(value).lower() if isinstance(value, bool) else str(value)
            for name, value in given.items()
        }


def _kinds_by_name(tokens: object) -> object:
    """A token that is called like a kind is of that kind where it does not say otherwise."""
    found = find_spec("signing.tokens")  # looked at and not loaded: its libraries would slow every command
    kinds = {kind.name for kind in iter_modules(found.submodule_search_locations if found else None)}
    if not isinstance(tokens, dict):
        return tokens
    return {
        name: {"kind": name, **token} if name in kinds and isinstance(token, dict) else token
        for name, token in tokens.items()
    }


class SigningSettings(_Section):
    """How outgoing documents are signed."""

    level: Literal["B-B", "B-T", "B-LT", "B-LTA"] = Field("B-LTA", examples=["B-LTA"])
    """Level of PAdES asked for; a service that is down delays it."""
    timestamp_urls: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_comma_separated)] = Field(
        (), examples=[["http://tsa.ca.gov.vn"]]
    )
    """Timestamp services (RFC 3161), the first one first."""
    trust: Path | None = Field(None, examples=["/etc/hoso/trust"])
    """Folder of trusted root certificates; `trust` in the data directory when empty."""
    service_seconds: float = Field(10, gt=0, le=300, examples=[10])
    """A service that takes longer does not answer."""
    private_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_comma_separated)] = Field(
        (), examples=[["ca.noi-bo.vn:80"]]
    )
    """`host:port` in the office's own network from which authorities' certificates may be fetched."""
    max_bytes: int = Field(2 * GIB, gt=0, examples=[2 * GIB])
    """Largest file that is signed, bytes."""
    seal: Path | None = Field(None, examples=["/etc/hoso/con-dau.png"])
    """PNG of the agency's seal, for agency tokens that name no image."""
    seal_mm: float | None = Field(None, gt=0, le=100, examples=[36])
    """Width of the seal, for an image that names no dpi."""
    tokens: Annotated[dict[str, TokenSettings], BeforeValidator(_kinds_by_name)] = Field(
        default_factory=dict, repr=False, examples=["[signing.tokens.chu_tich] with kind = 'pkcs11'"]
    )
    """Keys by their name."""


class Settings(BaseSettings):
    """Everything that an office may set."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix=PREFIX, env_nested_delimiter=DELIMITER
    )

    database: DatabaseSettings = DatabaseSettings()
    reading: ReadingSettings = ReadingSettings()
    quality: QualitySettings = QualitySettings()
    batches: BatchSettings = BatchSettings()
    review: ReviewSettings = ReviewSettings()
    intake: IntakeSettings = IntakeSettings()
    portal: PortalSettings = PortalSettings()
    signing: SigningSettings = SigningSettings()
    outgoing: OutgoingSettings = OutgoingSettings()
    wall: WallSettings = WallSettings()
    types: dict[str, TypeSettings] = Field(
        default_factory=dict, examples=["[types.birth_certificate] with threshold = 0.95"]
    )
    """What the office wants of single record types, by their codes."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("WARNING", examples=["INFO"])

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  the library's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # Variables win over hoso.toml, which `load_settings` hands to the constructor; `…_FILE` names a
        # secret's place, not a setting, and is read by `load_settings` too.
        if isinstance(env_settings, EnvSettingsSource):
            env_settings.env_vars = {
                name: text
                for name, text in env_settings.env_vars.items()
                if not _names_a_secret_s_file(name.upper())
            }
        return env_settings, init_settings


def load_settings(data_dir: Path) -> Settings:
    """Reads the settings for `data_dir`: variables, `hoso.toml`, what the web set, what is built in.

    The file is the one named by `HOSO_CONFIG`, else `<data>/hoso.toml`, else `./hoso.toml`; having none is
    normal. Raises `SettingInvalid` with every fault in one message.
    """
    return settings_with(data_dir, read_by_web(data_dir))


def file_settings(data_dir: Path) -> dict[str, Any]:
    """What `hoso.toml` says, as it says it. Raises `SettingInvalid`."""
    return _from_file(_config_path(data_dir))


def settings_with(data_dir: Path, by_web: Mapping[str, Any]) -> Settings:
    """The settings as they would be if the web had set `by_web`. Raises `SettingInvalid`."""
    given = file_settings(data_dir)
    for section, told in by_web.items():
        given[section] = {**told, **given.get(section, {})}
    _check_variable_names()
    _lay_secrets(given)
    try:
        return Settings(**given)
    except (ValidationError, SettingsError) as error:
        faults = (
            [_explain(entry) for entry in error.errors()]
            if isinstance(error, ValidationError)
            else [str(error)]
        )
        raise SettingInvalid("\n".join(faults)) from error


def _config_path(data_dir: Path) -> Path | None:
    if named := os.environ.get("HOSO_CONFIG"):
        if not Path(named).is_file():
            raise SettingInvalid(f"HOSO_CONFIG names {named}, which is not a file")
        return Path(named)
    return next((path for path in (data_dir / "hoso.toml", Path("hoso.toml")) if path.is_file()), None)


def _from_file(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingInvalid(f"{path}: {error}") from error


def _check_variable_names() -> None:
    known = dict(_setting_names())
    for name in os.environ:
        if (
            name.startswith(PREFIX)
            and name not in OTHER_VARIABLES
            and name.removesuffix(SECRET_FILE) not in known
            and not _token_option(name)
        ):
            guess = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            raise SettingInvalid(
                f"{name} is not a setting" + (f"; did you mean {guess[0]}?" if guess else "")
            )


def _token_option(name: str) -> tuple[str, str] | None:
    """Token and option of a variable such as `HOSO_SIGNING__TOKENS__CHU_TICH__KIND`."""
    match name.removeprefix(TOKEN_PREFIX).lower().split(DELIMITER.lower()):
        case [token, option] if name.startswith(TOKEN_PREFIX) and token and option:
            return token, option
    return None


def _names_a_secret_s_file(name: str) -> bool:
    """Whether the variable names the place of a secret; an option that is itself called `file` does not."""
    return name.endswith(SECRET_FILE) and not name.endswith(DELIMITER + SECRET_FILE.lstrip("_"))


def _lay_secrets(given: dict[str, Any]) -> None:
    for name, (*sections, last) in _setting_names():
        if (path := os.environ.get(name + SECRET_FILE)) and sections:
            place = given
            for section in sections:
                place = place.setdefault(section, {})
            place[last] = _secret_from(name + SECRET_FILE, path)
    for name, path in os.environ.items():
        option = _token_option(name.removesuffix(SECRET_FILE))
        if option and _names_a_secret_s_file(name):
            tokens = given.setdefault("signing", {}).setdefault("tokens", {})
            tokens.setdefault(option[0], {})[option[1]] = _secret_from(name, path)


def _secret_from(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingInvalid(f"{name} names {path}, which cannot be read") from error


def _setting_names(
    model: type[BaseModel] | None = None, above: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, field in (model or Settings).model_fields.items():
        path = (*above, name)
        section = _section_in(field.annotation)
        if section is not None:
            yield from _setting_names(section, path)
        if section is None or above:  # a section inside another may be left out as a whole
            yield PREFIX + DELIMITER.join(path).upper(), path


def _section_in(kind: object) -> type[BaseModel] | None:
    """The section that an annotation names, alone or as one that may be missing."""
    kinds = (kind, *get_args(kind)) if get_origin(kind) in {None, UnionType} else ()
    return next((one for one in kinds if isinstance(one, type) and issubclass(one, BaseModel)), None)


def _explain(entry: Mapping[str, Any]) -> str:
    path = tuple(str(part) for part in entry["loc"])
    name = ".".join(path)
    known = dict(_setting_names())
    if entry["type"] == "extra_forbidden":
        guess = difflib.get_close_matches(
            name, [".".join(other) for other in known.values()], n=1, cutoff=0.5
        )
        return f"{name} is not a setting" + (f"; did you mean {guess[0]}?" if guess else "")
    return f"{name}: {entry['msg']}; acceptable, for example: {_example(path)}"


def _example(path: tuple[str, ...]) -> str:
    if path[:1] == ("types",) and len(path) > 2:
        return " or ".join(repr(one) for one in TypeSettings.model_fields[path[2]].examples or ())
    if path[:2] in {("signing", "tokens"), ("outgoing", "agencies")}:  # then comes a name of the office's
        model: type[BaseModel] = TokenSettings
        path = path[3:] or ("kind",)
    else:
        model = Settings
    for part in path[:-1]:
        model = _section_in(model.model_fields[part].annotation) or model
    field = model.model_fields.get(path[-1])
    return (
        " or ".join(repr(example) for example in (field.examples or ())) if field else "a section of settings"
    )
