"""What `verify` can find wrong with a database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from adv_desktop.models.errors import KnownError


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that should not be: `where` names the document, the product or the table."""

    code: str
    where: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def error(self) -> KnownError:
        """The problem as an error, which `sentences.sentence` says in the reader's language."""
        return KnownError(self.code, where=self.where, **self.facts)


Check = Callable[[Session], Iterator[Problem]]
