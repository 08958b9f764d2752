"""What the list of the customers of a lot says."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from adv_desktop.services import texts
from adv_desktop.services.documents.recall_list import RecallList, RecallRow
from adv_desktop.services.printing import parts
from adv_desktop.services.queries import lot_choice
from adv_desktop.services.queries.lot_choice import SentLot


def recall_of(session: Session, searched: str, day: dt.date) -> RecallList:
    """Return who received a lot, in the language of the window: it stays in the house."""
    language = texts.current().language
    rows = tuple(_row(sent) for sent in lot_choice.sent(session, searched))
    return RecallList(language, parts.own_issuer(session, language), searched.strip(), day, rows)


def _row(sent: SentLot) -> RecallRow:
    reach = tuple(part for part in (sent.customer_code, sent.phone, sent.email) if part)
    return RecallRow(
        sent.lot, sent.use_by, sent.product, sent.label, sent.quantity, sent.delivery, sent.date, sent.customer, reach
    )
