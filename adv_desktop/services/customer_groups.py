"""Groups of customers: the names that customers have, and the credit limit of each group."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer, CustomerGroup, refuse_if_changed
from adv_desktop.services.folding import words_key
from adv_desktop.services.store import Store


@dataclass(frozen=True, slots=True)
class GroupRecord:
    """A group: how many customers it has; `credit_limit` in euro cents, None = none, 0 = nothing on credit."""

    name: str
    credit_limit: int | None = None
    customers: int = 0
    version: int = 0


class GroupService:
    """Shows and changes the limits of groups."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def show(self) -> tuple[GroupRecord, ...]:
        """Return every group that customers name or that has a limit."""
        counted = (
            sa.select(Customer.customer_group, sa.func.count())
            .where(Customer.customer_group.is_not(None))
            .group_by(Customer.customer_group)
        )
        with self._store.read() as session:
            customers = {str(name): int(count) for name, count in session.execute(counted)}
            kept = {row.name: row for row in session.scalars(sa.select(CustomerGroup))}
            return tuple(
                GroupRecord(
                    name,
                    kept[name].credit_limit if name in kept else None,
                    customers.get(name, 0),
                    kept[name].version if name in kept else 0,
                )
                for name in sorted({*customers, *kept}, key=words_key)
            )

    def set_limit(self, record: GroupRecord) -> None:
        """Keep the limit of a group; refuse when somebody changed it meanwhile."""
        name = record.name.strip()
        if not name:
            raise DomainError("group.no_name")
        if record.credit_limit is not None and record.credit_limit < 0:
            raise DomainError("group.negative_limit", name=name)
        with self._store.write("group.limit") as session:
            row = session.scalar(sa.select(CustomerGroup).where(CustomerGroup.name == name))
            if row is None:
                session.add(CustomerGroup(name=name, credit_limit=record.credit_limit))
            else:
                refuse_if_changed(row.version, record.version, name)
                row.credit_limit = record.credit_limit
