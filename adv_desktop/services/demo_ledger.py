"""What is open of a document of the demonstration company, and its credit notes."""

from __future__ import annotations

import sqlalchemy as sa

from adv_desktop.models.payment import OpenItem
from adv_desktop.services.credits import NewCredit
from adv_desktop.services.demo_world import Buyer, World


def open_amount(world: World, number: str) -> int:
    """Return what is left open of a document."""
    with world.store.read() as session:
        total = sa.func.coalesce(sa.func.sum(OpenItem.open_amount), 0)
        return int(session.execute(sa.select(total).where(OpenItem.document_number == number)).scalar_one())


def credit(world: World, buyer: Buyer, command: NewCredit) -> str:
    """Draft and issue a credit note; return its number."""
    draft = world.verbs.credits.draft(command)
    number = world.verbs.issuing.issue(draft.id).number or ""
    buyer.credits.append(number)
    return number
