"""Runs steps of the work somewhere: in this process, in child processes, on other machines.

A member is a module with `open_dispatcher(options) -> Dispatcher`; its name is the name in settings.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, TypeVar

from records.errors import SettingInvalid

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")


@dataclass(frozen=True, slots=True)
class DispatchOptions:
    """How many steps run at once, and what each may cost."""

    jobs: int = 1
    """Steps at once, at least 1."""
    memory_bytes: int = 0
    """Data that one child process may take before it is stopped; 0 sets no limit."""
    tasks_a_child: int = 200
    """Steps after which a child is replaced by a fresh one, so that no library's leak adds up."""
    models: Path | None = None
    """Where the type model that the office trained lies; children judge by it while there is one."""


class Dispatcher(Protocol):
    """Runs steps; used from one thread."""

    @property
    def free_slots(self) -> int:
        """How many more steps may be submitted now."""
        ...

    def submit(
        self, step: Callable[[Task], Outcome], task: Task, *, time_limit_seconds: float
    ) -> Future[Outcome]:
        """Begins a step; a slot must be free.

        The future raises what the step raised, `EngineCrashed` when the process that ran it died, and
        `EngineTimedOut` when it took too long and was stopped.
        """
        ...

    def stop(self) -> None:
        """Abandons what is running and gives every process back, within a few seconds."""
        ...


def dispatcher_names() -> tuple[str, ...]:
    """The dispatchers that settings may name."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def open_dispatcher(name: str, options: DispatchOptions) -> Dispatcher:
    """Opens the dispatcher called `name`; raises `SettingInvalid` for an unknown one."""
    if name not in dispatcher_names():
        raise SettingInvalid(f"dispatcher {name!r} is unknown; one of: {', '.join(dispatcher_names())}")
    opened: Dispatcher = import_module(f"{__name__}.{name}").open_dispatcher(options)
    return opened
