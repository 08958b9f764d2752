"""What is typed in an order form, as the plain facts that a crash leaves behind, and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from adv_desktop.models.enums import Channel, LineKind
from adv_desktop.models.rules.packs import Pack
from adv_desktop.models.values import plain
from adv_desktop.services.order_commands import Acceptance, NewLine, NewOrder
from adv_desktop.ui.typed_lines import TypedLine


def payload_of(
    header: NewOrder | None, lines: Iterable[TypedLine], accepted: Iterable[Acceptance] = ()
) -> dict[str, Any]:
    """Return the facts to keep."""
    typed: dict[str, Any] = {
        "lines": [_line_facts(line) for line in lines],
        "accepted": [[one.kind, one.basis] for one in accepted],
    }
    if header is not None:
        typed |= {
            "customer": header.customer,
            "customer_reference": header.customer_reference,
            "requested": header.requested.isoformat() if header.requested else None,
            "terms": header.terms,
            "carrier": header.carrier,
            "salesperson": header.salesperson,
            "notes": header.notes,
            "requirements": dict(header.requirements),
            "channel": header.channel.value,
            "deposit": None if header.deposit_percent is None else plain(header.deposit_percent),
        }
    return typed


def lines_of(payload: Mapping[str, Any], known: Mapping[int, NewLine]) -> list[TypedLine]:
    """Return the lines that were being typed; `known` are those of the document, by id."""
    return [_line(facts, known) for facts in payload.get("lines", [])]


def accepted_of(payload: Mapping[str, Any]) -> tuple[Acceptance, ...]:
    """Return the remarks that were accepted."""
    return tuple(Acceptance(str(kind), str(basis)) for kind, basis in payload.get("accepted", ()))


def header_of(payload: Mapping[str, Any]) -> NewOrder | None:
    """Return the header that was being typed; None when no customer was chosen."""
    if not payload.get("customer"):
        return None
    requested = payload.get("requested")
    return NewOrder(
        customer=str(payload["customer"]),
        lines=(),
        customer_reference=payload.get("customer_reference"),
        requested=dt.date.fromisoformat(requested) if requested else None,
        terms=payload.get("terms"),
        carrier=payload.get("carrier"),
        salesperson=payload.get("salesperson"),
        notes=payload.get("notes"),
        requirements=dict(payload.get("requirements") or {}),
        channel=Channel(payload.get("channel") or Channel.OTHER),
        deposit_percent=Decimal(payload["deposit"]) if payload.get("deposit") else None,
    )


def _line_facts(line: TypedLine) -> dict[str, Any]:
    return {
        "id": line.kept.id,
        "kind": line.kind.value,
        "free_reason": line.kept.free_reason,
        "price_reason": line.kept.price_reason,
        "customer_line_no": line.kept.customer_line_no,
        "customer_item_code": line.kept.customer_item_code,
        "differences": list(line.kept.differences),
        "code": line.code,
        "label": line.label,
        "quantity": plain(line.quantity),
        "counted_in": line.counted_in,
        "pack": [line.pack.label, plain(line.pack.size)] if line.pack else None,
        "price": None if line.price is None else plain(line.price),
        "discounts": None if line.discounts is None else [plain(percent) for percent in line.discounts],
        "promised": line.promised.isoformat() if line.promised else None,
    }


def _line(facts: Mapping[str, Any], known: Mapping[int, NewLine]) -> TypedLine:
    price, discounts, promised = facts.get("price"), facts.get("discounts"), facts.get("promised")
    pack = facts.get("pack")
    return TypedLine(
        code=str(facts.get("code") or ""),
        label=str(facts.get("label") or ""),
        quantity=Decimal(str(facts.get("quantity") or "0")),
        counted_in=str(facts.get("counted_in") or ""),
        pack=Pack(str(pack[0]), Decimal(str(pack[1]))) if pack else None,
        price=None if price is None else Decimal(str(price)),
        discounts=None if discounts is None else tuple(Decimal(str(percent)) for percent in discounts),
        promised=dt.date.fromisoformat(promised) if promised else None,
        kept=_kept(facts, known),
    )


def _kept(facts: Mapping[str, Any], known: Mapping[int, NewLine]) -> NewLine:
    """Return what the grid does not show of a line; a line that is no longer in the document is a new one."""
    return replace(
        known.get(facts.get("id") or 0, NewLine()),
        kind=LineKind(facts.get("kind") or LineKind.ITEM),
        differences=tuple(facts.get("differences") or ()),
        free_reason=facts.get("free_reason"),
        price_reason=facts.get("price_reason"),
        customer_line_no=facts.get("customer_line_no"),
        customer_item_code=facts.get("customer_item_code"),
    )
