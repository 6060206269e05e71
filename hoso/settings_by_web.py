"""The settings that administrators change in the browser: kept in the data directory, checked like others.

`<data>/settings-by-web.json` is written whole (a new file, synced, renamed): a power cut leaves the old or
the new one. `hoso.toml` and variables win over it: whoever has the machine has the last word. Only the names
of `BY_WEB` may stand in it, and types: no secret, no path, no address of a service.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic.fields import FieldInfo

from hoso import settings as reading
from hoso.settings import Settings, TypeSettings
from hoso.web_names import BY_WEB, FILE_NAME, OF_ONE_OFFICE, read_by_web
from portal.settings_by_web.door import Changed, Effect, Plain, Shown, Source, TypeWish
from records.errors import SettingInvalid, SettingMoved

SCHEMA = 1
TYPES = "types"


class SettingsByWeb:
    """Implements `portal.settings_by_web.door.SettingsDoor` over one data directory."""

    def __init__(self, data_dir: Path, take_over: Callable[[Settings], None]) -> None:
        """`take_over` gives this process new settings as far as it can take them while it runs."""
        self._data_dir = data_dir
        self._take_over = take_over

    def shown(self) -> Sequence[Shown]:
        """As `SettingsDoor`."""
        now, usual = reading.load_settings(self._data_dir), Settings.model_construct()
        by_web, by_file = read_by_web(self._data_dir), reading.file_settings(self._data_dir)
        return [
            Shown(
                name=name,
                value=_plain(_at(now, name)),
                usual=_plain(_at(usual, name)),
                source=_source(name, by_web, by_file),
                effect=effect,
                **_bounds(name),
            )
            for name, effect in BY_WEB.items()
        ]

    def change(self, name: str, value: Plain, *, before: str | None = None) -> Changed:
        """As `SettingsDoor`."""
        if name not in BY_WEB:
            raise SettingInvalid(f"{name} cannot be changed by web")
        section, key = name.split(".")
        with self._alone():
            held = read_by_web(self._data_dir)
            self._refuse_fixed(name, held)
            old = held.get(section, {}).get(key)
            if before is not None and before != json.dumps(self._value_of(name)):
                raise SettingMoved(name)
            inside = {one: told for one, told in held.get(section, {}).items() if one != key}
            if value is not None:
                inside[key] = value
            settled = self._keep({**held, section: inside})
            if value is not None:  # as the model understood it: 0,95 typed as text is a number
                inside[key] = _plain(_at(settled, name))
                self._write({**held, section: inside})
            return Changed(name, old, inside.get(key), BY_WEB[name])

    def types(self) -> Mapping[str, TypeWish]:
        """As `SettingsDoor`."""
        return {code: wish.wish() for code, wish in reading.load_settings(self._data_dir).types.items()}

    def types_fixed(self) -> frozenset[str]:
        """As `SettingsDoor`."""
        return frozenset(reading.file_settings(self._data_dir).get(TYPES, {}))

    def change_type(self, code: str, wish: TypeWish | None) -> Changed:
        """As `SettingsDoor`."""
        if code in self.types_fixed():
            raise SettingInvalid(f"types.{code} is set in hoso.toml")
        with self._alone():
            held = read_by_web(self._data_dir)
            types = {one: told for one, told in held.get(TYPES, {}).items() if one != code}
            if wish is not None:
                told = TypeSettings.of(wish).model_dump(mode="json", exclude_defaults=True)
                types |= {code: told} if told else {}
            self._keep({**held, TYPES: types})
            return Changed(f"{TYPES}.{code}", held.get(TYPES, {}).get(code), types.get(code), Effect.SOON)

    def trust_folder(self) -> Path:
        """As `SettingsDoor`."""
        return reading.load_settings(self._data_dir).signing.trust or self._data_dir / "trust"

    def _value_of(self, name: str) -> Plain:
        return _plain(_at(reading.load_settings(self._data_dir), name))

    def _refuse_fixed(self, name: str, by_web: Mapping[str, Any]) -> None:
        if _source(name, by_web, reading.file_settings(self._data_dir)).is_fixed:
            raise SettingInvalid(f"{name} is set in hoso.toml or by a variable")

    def _keep(self, wanted: Mapping[str, Any]) -> Settings:
        """Checks everything together, then writes and takes it over. Raises `SettingInvalid`."""
        wanted = {section: told for section, told in wanted.items() if told}
        settled = reading.settings_with(self._data_dir, wanted)
        self._write(wanted)
        self._take_over(settled)
        return settled

    def _write(self, wanted: Mapping[str, Any]) -> None:
        path = self._data_dir / FILE_NAME
        fresh = path.with_suffix(".new")
        kept = {section: told for section, told in wanted.items() if told}
        with fresh.open("w", encoding="utf-8") as stream:
            json.dump({"schema": SCHEMA, "settings": kept}, stream, ensure_ascii=False, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(path)
        with suppress(OSError):
            handle = os.open(self._data_dir, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self._data_dir / ".settings-by-web").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def _source(name: str, by_web: Mapping[str, Any], by_file: Mapping[str, Any]) -> Source:
    section, key = name.split(".")
    variable = reading.PREFIX + name.upper().replace(".", reading.DELIMITER)
    if variable in os.environ or variable + reading.SECRET_FILE in os.environ:
        return Source.VARIABLE
    if key in by_file.get(section, {}) or (
        name in OF_ONE_OFFICE and by_file.get("outgoing", {}).get("agencies")
    ):
        return Source.FILE
    return Source.WEB if key in by_web.get(section, {}) else Source.BUILT_IN


def _at(settings: Settings, name: str) -> object:
    section, key = name.split(".")
    if name in OF_ONE_OFFICE and settings.outgoing.agencies:
        return getattr(next(iter(settings.outgoing.agencies.values())), key)
    return getattr(getattr(settings, section), key)


def _plain(value: object) -> Plain:
    if isinstance(value, tuple | list):
        return [str(one) for one in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _bounds(name: str) -> dict[str, Any]:
    section, key = name.split(".")
    kind = Settings.model_fields[section].annotation
    field: FieldInfo = kind.model_fields[key]  # type: ignore[union-attr]  # every section is a model
    found: dict[str, Any] = {}
    for one in field.metadata:
        match one:
            case Ge(ge=limit) | Gt(gt=limit):
                found["lowest"] = limit
            case Le(le=limit) | Lt(lt=limit):
                found["highest"] = limit
    if get_origin(field.annotation) is Literal:
        found["choices"] = get_args(field.annotation)
    return found
