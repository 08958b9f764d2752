"""`adv return show`: an authorised return and its voucher."""

from __future__ import annotations

import argparse

import sqlalchemy as sa

from adv_desktop.cli import papers
from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, JsonValue, number
from adv_desktop.cli.output import Answer
from adv_desktop.cli.verbs import Verbs
from adv_desktop.models.errors import DomainError
from adv_desktop.models.goods_return import GoodsReturn
from adv_desktop.services import numbering
from adv_desktop.services.queries import returns
from adv_desktop.services.queries.returns import ReturnDetail
from adv_desktop.services.texts import N_, _


def register(verbs: Verbs) -> None:
    """Declare the verb."""
    verb = verbs.add("return show", N_("show a return, and write its voucher"), show)
    verb.argument("goods_return", "RETURN", N_("its number"))
    verb.option("--pdf", "DIR", N_("where the voucher is written"))


def show(asked: argparse.Namespace, console: Console) -> Answer:
    """Show a return; with a folder, write the voucher that lies in the parcel."""
    folder = papers.folder_of(asked.pdf)
    with console.services.store.read() as session:
        found = session.scalar(sa.select(GoodsReturn.id).where(GoodsReturn.number == asked.goods_return))
        row_id = found if found is not None else numbering.id_in(asked.goods_return)
        if row_id is None:
            raise DomainError("return.not_found", number=asked.goods_return)
        detail = returns.detail(session, row_id, console.clock.today())
    voucher = console.services.copies.return_voucher(row_id) if folder is not None else None
    written = papers.write(folder, detail.row.number, "pdf", voucher)
    return Answer({**_object(detail), "files": {"pdf": written}}, _lines(detail))


def _object(detail: ReturnDetail) -> JsonObject:
    row = detail.row
    lines: list[JsonValue] = [
        {
            "no": line.no, "product": line.product_code, "label": line.label, "unit": line.unit,
            "quantity": number(line.quantity), "restocked": number(line.restocked), "scrapped": number(line.scrapped),
            "to_supplier": number(line.to_supplier),
        }
        for line in detail.lines
    ]  # fmt: skip
    return {
        "id": row.id, "number": row.number, "customer": row.customer_name, "delivery": row.delivery_number,
        "state": row.return_state.value, "date": row.authorised_on.isoformat(), "reason": row.reason, "lines": lines,
    }  # fmt: skip


def _lines(detail: ReturnDetail) -> tuple[str, ...]:
    row = detail.row
    head = _("Return {number} of {delivery}: {state}").format(
        number=row.number, delivery=row.delivery_number, state=_(row.state.word)
    )
    return (head, *(f"  {line.product_code or ''} {line.label} × {number(line.quantity)}" for line in detail.lines))
