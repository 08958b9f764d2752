"""What a verb runs with: the options of the command line, the clock, and the services once they are needed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from adv_desktop.services.clock import Clock, FixedDay

if TYPE_CHECKING:
    from adv_desktop.bootstrap import Services

DEFAULT_DATABASE = "adv.db"


@dataclass(frozen=True, slots=True)
class Options:
    """The options that every verb takes."""

    database: str | None = None
    today: dt.date | None = None
    request_id: str | None = None


class Console:
    """Opens the services on first use: a verb that needs no database starts at once."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.clock = Clock() if options.today is None else FixedDay(options.today)
        self._services: Services | None = None

    @property
    def database(self) -> Path:
        """The file of the company: named, or the one in the user's data folder."""
        if self.options.database is not None:
            return Path(self.options.database)
        from adv_desktop.paths import user_data_dir

        return user_data_dir() / DEFAULT_DATABASE

    @property
    def services(self) -> Services:
        """The services over the database."""
        if self._services is None:
            from adv_desktop.bootstrap import open_services

            self._services = open_services(self.database, self.clock)
        return self._services

    def close(self) -> None:
        """Close the database when it was opened."""
        if self._services is not None:
            self._services.close()
            self._services = None
