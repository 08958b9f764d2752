"""« Saisie guidée »: an order typed beside the file that nobody could read, the file kept with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from adv_desktop.models.enums import Channel, DocumentKind
from adv_desktop.models.errors import AdvError
from adv_desktop.services import files
from adv_desktop.services.clock import Clock
from adv_desktop.services.imports.heading import NO_HEADING, Heading
from adv_desktop.services.imports.order_mail import read_mail
from adv_desktop.services.imports.resolution import match_customer
from adv_desktop.services.imports.safety import FileKind, read_file, recognise
from adv_desktop.services.imports.source_parts import SourcePart, source_parts
from adv_desktop.services.order_commands import NewOrder, OrderRef
from adv_desktop.services.orders import add_order
from adv_desktop.services.store import Store

STORED_AS = "order_file"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to type an order from: what it shows, and what its envelope (a mail) says of the order."""

    name: str
    content: bytes
    parts: tuple[SourcePart, ...]
    heading: Heading = NO_HEADING
    customer: str | None = None
    customer_id: int = 0
    customer_name: str = ""
    received_at: dt.datetime | None = None

    @property
    def channel(self) -> Channel:
        """A file comes by mail, as far as anybody knows."""
        return Channel.EMAIL


class GuidedEntry:
    """Opens files for typing, and writes the orders typed beside them."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def open(self, path: Path) -> Source:
        """Return what a file shows; raise `too_large` or `file.unreadable`."""
        content = read_file(path)
        source = Source(path.name, content, source_parts(path.name, content))
        try:
            file = recognise(path.name, content)
        except AdvError:
            return source  # nothing more is known of it
        if file.kind is not FileKind.MAIL:
            return source
        mail = read_mail(file)
        heading = mail.heading()
        with self._store.read() as session:
            match = match_customer(session, heading.hints)
            sender = match.customer if match else None
            return replace(
                source,
                heading=heading,
                customer=sender.code if sender else None,
                customer_id=sender.id if sender else 0,
                customer_name=sender.name if sender else "",
                received_at=mail.sent_at,
            )

    def create(self, command: NewOrder, source: Source) -> OrderRef:
        """Write a draft order with its file attached."""
        with self._store.write("order.create") as session:
            order = add_order(session, command, self._clock)
            session.flush()
            stored = files.keep(session, source.content, STORED_AS, self._clock.now())
            files.attach(session, DocumentKind.ORDER, order.id, stored, source.name, self._clock.now())
            return OrderRef(order.id, order.version)
