"""The one place that wires: settings become the values that each room is given."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from archive import Archive
from archive.stores.folder import FolderStore
from classifiers.type_model import guess_type
from hoso.outgoing_settings import OutgoingSettings
from hoso.settings import Settings
from hoso.settings_by_web import SettingsByWeb
from pipeline.limits import Limits
from pipeline.ocr import get_engine
from pipeline.quality import ScanRule
from pipeline.reading import ReadingOptions
from pipeline.second_reading import reads_alone
from portal.configuration import PortalConfiguration, configure, current, migrate, take_over
from portal.jobs.type_wishes import TypeWishes
from portal.outgoing.options import THE_OFFICE, OutgoingAgency, OutgoingOptions
from records.errors import EngineMissing, SettingInvalid
from signing.orders import Level
from signing.tokens import NamedToken
from signing.trust import TrustStore

if TYPE_CHECKING:
    from signing.services import Services, ServiceSettings

SECRET_KEY_FILE = "secret.key"  # noqa: S105  the name of a file
SECRET_KEY_BYTES = 50
PUBLIC_PAGE = "kiem-tra"
"""Address of the public page below the portal's."""


def limits_of(settings: Settings) -> Limits:
    """The bounds that a hostile file meets before the machine does."""
    return Limits(
        max_bytes=settings.reading.max_bytes,
        max_pages=settings.reading.max_pages,
        page_seconds=settings.reading.page_seconds,
        memory_bytes=settings.reading.worker_memory_bytes,
    )


def reading_options_of(settings: Settings) -> ReadingOptions:
    """How each page is read."""
    rule = ScanRule(dpi=settings.quality.dpi, is_on=settings.quality.gate != "off")
    return ReadingOptions(
        engine=settings.reading.engine,
        limits=limits_of(settings),
        rule=rule,
        separators=frozenset(settings.batches.separators),
    )


def jobs_of(settings: Settings) -> int:
    """Worker processes; one a processor core that this process may use unless the office says otherwise."""
    return settings.reading.jobs or len(os.sched_getaffinity(0))


def archive_of(data_dir: Path) -> Archive:
    """The archive of a data directory."""
    return Archive(FolderStore(data_dir / "archive"))


def type_model_folder_of(data_dir: Path) -> Path:
    """Where the type model that this office trained lies, if it trained one."""
    return data_dir / "models" / "types"


def portal_configuration_of(
    settings: Settings, data_dir: Path, *, is_demonstration: bool = False
) -> PortalConfiguration:
    """What Django is told."""
    return PortalConfiguration(
        data_dir=data_dir,
        database=settings.database.server,
        secret_key=settings.portal.secret_key or _kept_secret_key(data_dir),
        allowed_hosts=settings.portal.allowed_hosts,
        language=settings.portal.language,
        largest_file_bytes=settings.reading.max_bytes,
        is_behind_https=settings.portal.behind_https,
        accounts=settings.portal.account_options(asks_no_factor=is_demonstration),
        outgoing=outgoing_options_of(settings, data_dir),
        public_verification=settings.portal.public_verification,
        webhook_hosts=frozenset(settings.portal.webhook_hosts),
        type_levels={code: told.level for code, told in settings.types.items() if told.level},
        wall_names=settings.wall.reviewers,
        settings_door=SettingsByWeb(data_dir, take_over_settings),
    )


def take_over_settings(settings: Settings) -> None:
    """What the portal takes over at once where it runs: what it asks for at every use."""
    take_over(
        accounts=settings.portal.account_options(asks_no_factor=current().accounts.asks_no_factor),
        public_verification=settings.portal.public_verification,
        type_levels={code: told.level for code, told in settings.types.items() if told.level},
        wall_names=settings.wall.reviewers,
        outgoing=_renamed(current().outgoing, settings),
    )


def type_wishes_of(settings: Settings) -> TypeWishes:
    """What the office wants of single record types, for the worker."""
    return TypeWishes(
        unused=frozenset(code for code, told in settings.types.items() if not told.used),
        thresholds={code: told.threshold for code, told in settings.types.items() if told.threshold},
    )


def outgoing_options_of(settings: Settings, data_dir: Path) -> OutgoingOptions:
    """How documents go out: agencies, tokens and services, for portal and keeper alike."""
    asked = settings.signing
    trust = trust_folder_of(settings, data_dir)
    return OutgoingOptions(
        agencies=agencies_of(settings.outgoing),
        tokens={name: NamedToken(name, token.kind, token.options) for name, token in asked.tokens.items()},
        images={name: token.image for name, token in asked.tokens.items() if token.image},
        seal=asked.seal,
        level=Level(asked.level),
        largest_bytes=asked.max_bytes,
        trust_folder=trust if trust.is_dir() else None,
        services=service_settings_of(settings, data_dir),
        desk_days=settings.outgoing.desk_days,
        agent_port=settings.outgoing.agent_port,
        verification_page=verification_page_of(settings),
    )


def agencies_of(asked: OutgoingSettings) -> tuple[OutgoingAgency, ...]:
    """Who issues documents: the agencies that hoso.toml names, else the one office."""
    if asked.agencies:
        return tuple(
            OutgoingAgency(code=code, **agency.model_dump()) for code, agency in asked.agencies.items()
        )
    return (OutgoingAgency(code=THE_OFFICE, name=asked.name, symbol=asked.symbol, place=asked.place),)


def _renamed(outgoing: OutgoingOptions, settings: Settings) -> OutgoingOptions:
    """With the names of today; symbols and places are printed by who was told at the start."""
    names = {one.code: one.name for one in agencies_of(settings.outgoing)}
    return replace(
        outgoing,
        agencies=tuple(replace(one, name=names.get(one.code, one.name)) for one in outgoing.agencies),
    )


def verification_page_of(settings: Settings) -> str:
    """Where QR codes on papers lead: the page that is set, else the portal's own where citizens reach it."""
    if settings.outgoing.verification_page:
        return settings.outgoing.verification_page
    own = settings.portal.public_address.rstrip("/")
    return f"{own}/{PUBLIC_PAGE}" if own and settings.portal.public_verification else ""


def service_settings_of(settings: Settings, data_dir: Path) -> ServiceSettings | None:
    """Which timestamp services are asked; `None` where the office names none.

    Answers about certificates are kept in the data directory, where there is one.
    """
    # Here, as most commands sign nothing: it brings all of pyHanko, half of the time in which `hoso` starts.
    from signing.services import ServiceSettings

    asked = settings.signing
    if not asked.timestamp_urls:
        return None
    return ServiceSettings(
        timestamp_urls=asked.timestamp_urls,
        timeout_seconds=asked.service_seconds,
        private_hosts=asked.private_hosts,
        cache_folder=data_dir / "answers" if data_dir.is_dir() else None,
    )


def trust_folder_of(settings: Settings, data_dir: Path) -> Path:
    """Where the certificates of trusted roots lie."""
    return settings.signing.trust or data_dir / "trust"


@contextmanager
def signing_services_of(settings: Settings, data_dir: Path) -> Iterator[Services | None]:
    """The line to timestamp and status services; `None` where the office names no timestamp service."""
    asked = service_settings_of(settings, data_dir)
    if asked is None:
        yield None
        return
    from signing.services import open_services

    with open_services(asked, TrustStore.from_folder(trust_folder_of(settings, data_dir))) as services:
        yield services


def check_installation(settings: Settings) -> None:
    """Refuses to begin where every file would fail for the same reason.

    Raises `EngineMissing`, `SettingInvalid` or `ModelRefused`, each with what to do.
    """
    engine = get_engine(settings.reading.engine)
    if not engine.is_available():
        raise EngineMissing(engine.name)
    guess_type(())


ALONE_VI = (
    "Chưa cài Tesseract: chỗ đọc chưa chắc không được đọc lại lần hai, trang quét ngược dễ nhận sai chiều. "
    "Hãy cài gói tesseract-ocr và tesseract-ocr-vie của hệ điều hành, rồi: pip install 'hoso[fast]'"
)


def advice_of(settings: Settings) -> str:
    """What should be installed though work goes on without it, in Vietnamese; empty when nothing is missing.

    Raises `EngineMissing` or `SettingInvalid` where no engine can be had at all.
    """
    return ALONE_VI if reads_alone(get_engine(settings.reading.engine)) else ""


def open_catalogue(
    settings: Settings, data_dir: Path, *, make: bool = False, is_demonstration: bool = False
) -> None:
    """Sets Django up over the data directory; with `make` the directory and its tables are made when missing.

    Raises `SettingInvalid` when there is no data directory and none is to be made.
    """
    if not make and not is_made(settings, data_dir):
        raise SettingInvalid(
            f"{data_dir} holds no Hoso data",
            remedy_vi="Thư mục dữ liệu chưa có. Hãy chỉ đúng thư mục bằng --data, hoặc chạy: hoso up",
            remedy_en="There is no data directory here. Name it with --data, or run: hoso up",
        )
    data_dir.mkdir(parents=True, exist_ok=True)
    configuration = portal_configuration_of(settings, data_dir, is_demonstration=is_demonstration)
    configure(configuration)
    migrate(configuration)


def is_made(settings: Settings, data_dir: Path) -> bool:
    """Whether there is something to open: SQLite's file, or a data directory whose rows lie on a server."""
    return data_dir.is_dir() if settings.database.url else (data_dir / "hoso.db").exists()


def _kept_secret_key(data_dir: Path) -> str:
    path = data_dir / SECRET_KEY_FILE
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_urlsafe(SECRET_KEY_BYTES))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")
