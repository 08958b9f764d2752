"""`adv order`: create, show, check, confirm, split, urgent, close-short, list."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from adv_desktop.cli import plain_text, shown
from adv_desktop.cli.console import Console
from adv_desktop.cli.fields import object_of
from adv_desktop.cli.figures import JsonObject
from adv_desktop.cli.order_file import currency_of, order_from, period_of
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import day, line_number, line_quantity, part
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.models.enums import DocumentKind, OrderState
from adv_desktop.models.errors import DomainError
from adv_desktop.services import checks
from adv_desktop.services.accepted_checks import NamedCheck
from adv_desktop.services.frameworks import CallOff
from adv_desktop.services.order_reading import PERIOD_END, PERIOD_START
from adv_desktop.services.order_splitting import split_line
from adv_desktop.services.orders import order_by_id, order_of
from adv_desktop.services.texts import N_

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

BLOCK = 500
_LIVING = frozenset({OrderState.DRAFT, OrderState.CONFIRMED, OrderState.ON_HOLD})


def register(verbs: Verbs) -> None:
    """Declare the verbs on orders."""
    create = verbs.add("order create", N_("write a draft order"), create_order, show_created)
    create.argument("file", "FILE.json", N_("the order"))
    verbs.add("order show", N_("show an order"), show_order).argument("order", "N", N_("number, or id of a draft"))
    verbs.add("order check", N_("list the remarks on an order"), show_order).argument("order", "N")
    confirm = verbs.add("order confirm", N_("number a draft and reserve its goods"), confirm_order, show_again)
    confirm.argument("order", "N")
    confirm.option("--override", "REASON", N_("confirm in spite of blocking remarks"))
    accept = verbs.add("order accept", N_("take note of a remark, which stays away"), accept_check, show_again)
    accept.argument("order", "N")
    accept.option("--check", "CODE", N_("the code of the remark"), required=True)
    accept.option("--line", "NO", N_("on this line only"), line_number)
    accept.flag("--undo", N_("let it come back"))
    close = verbs.add("order close-short", N_("cancel what is left to deliver"), close_order_short, show_again)
    close.argument("order", "N")
    close.option("--reason", "R", N_("why"), required=True)
    cancel = verbs.add("order cancel", N_("cancel an order of which nothing has left"), cancel_order, show_again)
    cancel.argument("order", "N")
    cancel.option("--reason", "R", N_("why"), required=True)
    cancel.option("--deposits", "give_back|keep|ORDER", N_("what becomes of its deposits: ORDER takes them over"))
    split = verbs.add("order split", N_("split a line between several days"), split_order_line, show_again)
    split.argument("order", "N")
    split.option("--line", "NO", N_("the line to split"), line_number, required=True)
    split.option("--part", "QTY@D", N_("a quantity and its day; the parts make up the line"), part, several=True)
    urgent = verbs.add("order urgent", N_("make an order urgent, or lines of it"), make_urgent, show_again)
    urgent.argument("order", "N")
    urgent.option("--line", "NO", N_("this line alone"), line_number, several=True)
    urgent.flag("--undo", N_("urgent no longer"))
    framework = verbs.add("order framework", N_("make a draft a framework order"), open_framework, show_again)
    framework.argument("order", "N")
    framework.option("--start", "D", N_("first day on which goods may be called off"), day, required=True)
    framework.option("--until", "D", N_("last day on which goods may be called off"), day, required=True)
    call_off = verbs.add("order call-off", N_("draft an order of a framework order"), call_off_framework, show_created)
    call_off.argument("order", "N")
    call_off.option("--line", "NO=QTY", N_("a line and the quantity that is called off"), line_quantity, several=True)
    call_off.option("--requested", "D", N_("the day on which the goods are wanted"), day)
    verbs.add("order make-due", N_("draft the recurring orders that are due"), make_due, show_made)
    listing = verbs.add("order list", N_("list orders"), list_orders)
    listing.option("--query", "Q", N_("key: value, a..b, free words; a semicolon between two conditions"))


def create_order(asked: argparse.Namespace, console: Console) -> Answer:
    """Write a draft from FILE.json."""
    with object_of(asked.file) as fields:
        command = order_from(fields, currency_of(console.services, fields))
        start, end = period_of(fields)
    if start is not None and end is not None:
        period = {PERIOD_START: start.isoformat(), PERIOD_END: end.isoformat()}
        command = replace(command, requirements=period)
    return answer(console, str(console.services.orders.create(command).id))


def show_created(_asked: argparse.Namespace, console: Console, documents: Documents) -> Answer:
    """Show the order that the request made."""
    return answer(console, str(only(documents, DocumentKind.ORDER)))


def show_order(asked: argparse.Namespace, console: Console) -> Answer:
    """Show an order with its remarks."""
    return answer(console, asked.order)


def confirm_order(asked: argparse.Namespace, console: Console) -> Answer:
    """Confirm a draft: it takes its number."""
    order_id = id_of(console, asked.order)
    console.services.orders.confirm(order_id, override=asked.override)
    return answer(console, str(order_id))


def accept_check(asked: argparse.Namespace, console: Console) -> Answer:
    """Take note of a remark, or take that back."""
    command = NamedCheck(id_of(console, asked.order), asked.check, asked.line)
    accepted = console.services.accepted_checks
    (accepted.take_back if asked.undo else accepted.accept)(command)
    return answer(console, str(command.order_id))


def close_order_short(asked: argparse.Namespace, console: Console) -> Answer:
    """Cancel what is left to deliver."""
    order_id = id_of(console, asked.order)
    console.services.orders.close_short(order_id, None, asked.reason)
    return answer(console, str(order_id))


def cancel_order(asked: argparse.Namespace, console: Console) -> Answer:
    """Cancel an order, and decide on its deposits (kept unless said otherwise)."""
    from adv_desktop.services.order_cancelling import CancelOrder, DepositFate

    order_id, said = id_of(console, asked.order), asked.deposits or DepositFate.KEEP
    carried = said not in {DepositFate.KEEP, DepositFate.GIVE_BACK}
    fate = DepositFate.CARRY_OVER if carried else DepositFate(said)
    to_order_id = id_of(console, said) if carried else None
    console.services.cancellations.cancel(CancelOrder(order_id, None, asked.reason, fate, to_order_id))
    return answer(console, str(order_id))


def split_order_line(asked: argparse.Namespace, console: Console) -> Answer:
    """Write a line of an order as several, each with its day."""
    order_id = id_of(console, asked.order)
    with console.services.store.read() as session:
        version = order_by_id(session, order_id).version
    orders = console.services.orders
    command = split_line(orders.command(order_id), asked.order, asked.line, asked.part)
    orders.update(order_id, version, command)
    return answer(console, str(order_id))


def make_urgent(asked: argparse.Namespace, console: Console) -> Answer:
    """Make an order or lines of it urgent, or no longer; the alert to logistics waits in the outbox."""
    order_id, urgency = id_of(console, asked.order), console.services.urgency
    if asked.line:
        with console.services.store.read() as session:
            order = order_by_id(session, order_id)
            lines = [order.line(no).id for no in asked.line]
        (urgency.clear_lines if asked.undo else urgency.mark_lines)(lines)
    else:
        (urgency.clear if asked.undo else urgency.mark)([order_id])
    return answer(console, str(order_id))


def open_framework(asked: argparse.Namespace, console: Console) -> Answer:
    """Make a draft a framework order, or move its validity."""
    order_id = id_of(console, asked.order)
    console.services.frameworks.open(order_id, None, asked.start, asked.until)
    return answer(console, str(order_id))


def call_off_framework(asked: argparse.Namespace, console: Console) -> Answer:
    """Write the draft of what is called off."""
    command = CallOff(id_of(console, asked.order), dict(asked.line), asked.requested)
    return answer(console, str(console.services.frameworks.call_off(command).id))


def make_due(_asked: argparse.Namespace, console: Console) -> Answer:
    """Draft what is due of every recurring order."""
    return several(console, [ref.id for ref in console.services.recurring.run()])


def show_made(_asked: argparse.Namespace, console: Console, documents: Documents) -> Answer:
    """Show the orders that the request made."""
    return several(console, [row_id for table, row_id in documents if table == DocumentKind.ORDER])


def several(console: Console, order_ids: Sequence[int]) -> Answer:
    """Show orders that were made together."""
    with console.services.store.read() as session:
        made = [shown.order_object(session, order_by_id(session, order_id)) for order_id in order_ids]
    lines = [line for content in made for line in plain_text.document(N_("Order"), content)]
    return Answer(shown.many("orders", made), tuple(lines))


def show_again(asked: argparse.Namespace, console: Console, _documents: Documents) -> Answer:
    """Show the order that the request named."""
    return answer(console, asked.order)


def list_orders(asked: argparse.Namespace, console: Console) -> Answer:
    """List orders, the newest first."""
    from adv_desktop.services.queries import filters
    from adv_desktop.services.queries import orders as listed

    today = console.clock.today()
    with console.services.store.read() as session:
        ids = listed.ids(session, filters.parse(asked.query or ""), "", descending=True, today=today)
        blocks = [ids[start : start + BLOCK] for start in range(0, len(ids), BLOCK)]
        rows = [row for block in blocks for row in _block(session, block, today)]
    return Answer({"orders": rows}, plain_text.table(rows))


def _block(session: Session, ids: Sequence[int], today: dt.date) -> list[JsonObject]:
    """Return a block of the list, in its order."""
    from adv_desktop.services.queries import orders as listed

    found = listed.rows(session, ids, today)
    return [shown.listed_order(session, found[row_id]) for row_id in ids]


def answer(console: Console, name: str) -> Answer:
    """Show an order; one that is over has nothing left to remark on."""
    with console.services.store.read() as session:
        order = order_of(session, name)
        found = checks.of_order(session, order, console.clock.today()) if order.state in _LIVING else []
        content = shown.order_object(session, order, found)
    return Answer(content, plain_text.document(N_("Order"), content))


def id_of(console: Console, name: str) -> int:
    """Return the id of an order named on the command line."""
    with console.services.store.read() as session:
        return order_of(session, name).id


def only(documents: Documents, kind: DocumentKind) -> int:
    """Return the id of the document of a kind that a request made; another verb's request is refused."""
    found = [row_id for table, row_id in documents if table == kind.value]
    if not found:
        raise DomainError("request.used", kind=kind.value)
    return found[0]
