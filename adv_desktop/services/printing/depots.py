"""What the notes of a depot say: goods that went there, or came back."""

from __future__ import annotations

from sqlalchemy.orm import Session

from adv_desktop.models.depot import DepotNote, DepotNoteLine
from adv_desktop.models.party import Customer
from adv_desktop.models.rules.depots import DepotMoveKind, DepotPaper
from adv_desktop.models.stock import Lot
from adv_desktop.services import reference
from adv_desktop.services.documents import content
from adv_desktop.services.printing import parts

_PAPERS = {DepotMoveKind.SENT: DepotPaper.SENT, DepotMoveKind.BACK: DepotPaper.BACK}


def note_content(session: Session, note: DepotNote) -> content.DeliveryNoteData:
    """Return a note in the customer's language: always ours, since the goods are."""
    customer = session.get_one(Customer, note.customer_id)
    language = customer.language
    return content.DeliveryNoteData(
        language=language,
        issuer=parts.own_issuer(session, language),
        number=note.number,
        shipped_on=note.moved_on,
        customer=parts.party(session, customer.party(), language),
        deliver_to=parts.party(session, note.ship_to, language),
        lines=tuple(_line(session, line, language) for line in note.lines),
        references=content.References(
            customer_order=parts.customer_reference(note.reference, None), carrier=note.carrier or ""
        ),
        parcel_count=note.parcels,
        comment=note.notes or "",
        depot=_PAPERS[note.kind],
    )


def _line(session: Session, line: DepotNoteLine, language: str) -> content.DeliveryLine:
    lot = session.get(Lot, line.lot_id) if line.lot_id else None
    return content.DeliveryLine(
        label=line.label,
        code=line.product_code,
        delivered=line.quantity,
        unit=reference.unit_label(session, line.unit, language),
        lots=(content.Lot(lot.code, lot.use_by),) if lot else (),
    )
