"""What `verify` can find wrong with a database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import KnownError


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that should not be: `where` names the document, the product or the table.

    `document` is what can be opened to see it.
    """

    code: str
    where: str
    facts: Mapping[str, object] = field(default_factory=dict)
    document: tuple[DocumentKind, int] | None = None

    @property
    def error(self) -> KnownError:
        """The problem as an error, which `sentences.sentence` says in the reader's language."""
        return KnownError(self.code, where=self.where, **self.facts)


Check = Callable[[Session], Iterator[Problem]]
Step = Callable[[int, int], None]  # (done, total); it may raise `Cancelled`
LongCheck = Callable[[Session, Step], Iterator[Problem]]
