"""Make the command that writes an imported order: our lines, what the customer wrote beside them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from adv_desktop.models.party import Customer, CustomerAddress
from adv_desktop.models.values import plain
from adv_desktop.services.imports.order_preview import PreviewLine
from adv_desktop.services.imports.written import CodeKind, WrittenOrder
from adv_desktop.services.order_commands import DeliverTo, NewLine, NewOrder

_TOWN = re.compile(r"(?:^|,)\s*(?P<postcode>\d{4,5})\s+(?P<town>[^,]+)$")


def heading_command(order: WrittenOrder, customer: Customer, address: CustomerAddress | None) -> NewOrder:
    """Return the order to write, its lines to come."""
    place = None if address else typed_place(order.deliver_to)
    instructions = order.deliver_to if not address and not place else ""
    notes = "\n".join(filter(None, (order.comment, instructions)))
    return NewOrder(
        customer=customer.code,
        lines=(),
        customer_reference=order.po_number or None,
        customer_reference_date=order.po_date,
        requested=order.requested_date,
        notes=notes or None,
        deliver_to=place,
        ship_to_id=address.id if address else None,
        channel=order.channel,
        received_at=order.received_at,
    )


def typed_place(text: str) -> DeliverTo | None:
    """Return the address that "Name, street, 75001 Paris" says; None for words that are no address."""
    town = _TOWN.search(text.strip())
    if town is None:
        return None
    name, _, street = text[: town.start()].strip().partition(",")
    parts = [part.strip() for part in street.split(",") if part.strip()]
    return DeliverTo(
        name=name or town.group("town"),
        line1=parts[0] if parts else None,
        line2=", ".join(parts[1:]) or None,
        postcode=town.group("postcode"),
        town=town.group("town").strip(),
    )


def new_line(line: PreviewLine) -> NewLine:
    """Return the line to write: ours with our price, the customer's beside it; a free line for an unknown code."""
    written = line.written
    ours = line.product is not None
    own_code = written.code_of(CodeKind.CUSTOMER_ITEM) or (written.code if line.resolved_by == "customer_code" else "")
    return NewLine(
        quantity=line.quantity,
        product=line.product,
        label=None if ours else line.label,
        unit=None if ours else line.unit,
        pack=line.pack,
        unit_price=None if ours else line.unit_price or Decimal(0),
        price_base=None if ours else line.price_base,
        discounts=None if ours else line.discounts,
        requested=line.requested,
        customer_line_no=written.customer_line_number or None,
        customer_item_code=own_code or None,
        written=written_facts(line),
        differences=tuple({"kind": difference.kind, **difference.facts} for difference in line.differences),
    )


def written_facts(line: PreviewLine) -> dict[str, Any]:
    """Return the customer's line as it is kept beside ours."""
    written = line.written
    facts: dict[str, Any] = {
        "code": written.code or None,
        "label": written.label or None,
        "quantity": plain(written.quantity),
        "unit": written.unit or None,
        "unit_price": None if written.unit_price is None else f"{written.unit_price:f}",
        "row": written.row,
        "resolved_by": line.resolved_by,
    }
    if written.price_base != 1:
        facts["price_base"] = str(written.price_base)
    if written.allowance:
        facts["allowance"] = plain(written.allowance)
    if written.discounts:
        facts["discounts"] = [plain(percent) for percent in written.discounts]
    if written.comment:
        facts["comment"] = written.comment
    if written.remarks:
        facts["remarks"] = [
            {"field": note.field, "kind": note.kind, "written": note.written} for note in written.remarks
        ]
    return facts
