"""`adv import`: master data, what the former program left open, and the order files of customers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adv_desktop.cli import late_lines, output, shown
from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, JsonValue, iso, number, number_or_none
from adv_desktop.cli.output import Answer
from adv_desktop.cli.statuses import import_statuses, show_statuses
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.imports.layout import column_letters
from adv_desktop.services.imports.layouts import Corrections
from adv_desktop.services.imports.master_values import RowFault
from adv_desktop.services.imports.master_words import MasterKind
from adv_desktop.services.imports.masters_import import MasterImport
from adv_desktop.services.imports.order_command import written_facts
from adv_desktop.services.imports.order_preview import PreviewLine
from adv_desktop.services.imports.orders_import import ImportPreview, PreviewOrder
from adv_desktop.services.imports.written import OtherRow, RefusedLine, WrittenLayout
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _, ngettext

if TYPE_CHECKING:
    from adv_desktop.models.sales_order import OrderLine, SalesOrder

_SUMMARIES = {
    MasterKind.CUSTOMERS: N_("customers"),
    MasterKind.ADDRESSES: N_("delivery addresses"),
    MasterKind.CONTACTS: N_("the contacts of customers"),
    MasterKind.CUSTOMER_CODES: N_("what customers call our products"),
    MasterKind.PRODUCTS: N_("products"),
    MasterKind.PRICES: N_("price lists, contracts, discounts and promotions"),
    MasterKind.RECEIPTS: N_("expected receipts"),
    MasterKind.STOCK: N_("counted stock"),
    MasterKind.OPEN_INVOICES: N_("open invoices of the former program"),
    MasterKind.CREDITS: N_("credit notes of the former program"),
    MasterKind.OPEN_ORDERS: N_("open orders of the former program"),
}
_WRITTEN_KEYS = ("code", "label", "quantity", "unit", "unit_price")


def register(verbs: Verbs) -> None:
    """Declare one verb a kind of file."""
    for kind in MasterKind:
        verb = verbs.add(f"import {kind.value}", _SUMMARIES[kind], partial(import_master, kind), show_repeated)
        verb.argument("file", "FILE", N_("a workbook or a CSV file"))
        verb.option("--mapping", "NAME", N_("the name under which the columns are remembered"))
        verb.flag("--dry-run", N_("read and check, write nothing"))
        verb.flag("--skip-bad", N_("take the good rows in spite of the bad ones"))
    verb = verbs.add("import statuses", N_("the statuses that a platform gives back"), import_statuses, show_statuses)
    verb.argument("files", "FILE", N_("status messages, ZIP files or folders of them"), several=True)
    verb.flag("--dry-run", N_("read and compare, write nothing"))
    verb.flag("--skip-bad", N_("take the good statuses in spite of the bad ones"))
    late_lines.register_import(verbs)
    verb = verbs.add("import order", N_("the order file of a customer"), import_order, show_imported)
    verb.argument("file", "FILE", N_("workbook, CSV, PDF, e-mail, Order-X or UBL"))
    verb.option("--customer", "CODE", N_("who sent it, when the file does not say"))
    verb.option("--column", "FIELD=TITLE", N_("which column is which, remembered for the customer"), several=True)
    verb.option("--unit", "WORD=UNIT", N_("what the customer's word for a unit means, remembered"), several=True)
    verb.flag("--replace", N_("revise the open order of the same number, as a file that cancels and replaces asks"))
    verb.flag("--forget-layout", N_("forget what was remembered of the customer's layout first"))
    verb.flag("--dry-run", N_("read and compare, write nothing"))
    verb.flag("--skip-bad", N_("take the good lines in spite of the bad ones"))


def import_master(kind: MasterKind, asked: argparse.Namespace, console: Console) -> Answer:
    """Import a file of master data, all of it or nothing."""
    done = console.services.master_imports.run(
        kind, Path(asked.file), name=asked.mapping or "", dry_run=asked.dry_run, skip_bad=asked.skip_bad
    )
    rejected: list[JsonValue] = [_fault_object(fault) for fault in done.rejected]
    content: JsonObject = {
        "accepted": done.accepted,
        "rejected": rejected,
        "file": done.file,
        "mapping": dict(done.mapping),
        "unused_columns": list(done.unused_titles),
        "written": done.written,
    }
    if not done.written and not asked.dry_run:
        _say_faults(done)
        error = DomainError("bad_lines", rows=_rows(done.rejected))
        return _refusal({**content, "accepted": 0}, error)
    lines = (_counted(done.accepted), *_fault_lines(done))
    return Answer(content, lines)


def show_repeated(_asked: argparse.Namespace, _console: Console, documents: Documents) -> Answer:
    """Say what the request did the first time."""
    return Answer({"accepted": len(documents), "rejected": [], "written": True}, (_counted(len(documents)),))


def _counted(count: int) -> str:
    return ngettext("{count} row taken", "{count} rows taken", count).format(count=count)


def _rows(faults: Sequence[RowFault | RefusedLine]) -> list[str]:
    return list(dict.fromkeys(str(fault.row) for fault in faults))


def _fault_object(fault: RowFault) -> JsonObject:
    return {"row": fault.row, "field": fault.field, "code": fault.code, "message": _message(fault.code, fault.facts)}


def _message(code: str, facts: Mapping[str, Any]) -> str:
    return sentence(DomainError(code, **facts), texts.current())


def _fault_lines(done: MasterImport) -> tuple[str, ...]:
    return tuple(
        _("Row {row}, {column}: {message}").format(
            row=fault.row,
            column=done.mapping.get(fault.field, fault.field),
            message=_message(fault.code, fault.facts),
        )
        for fault in done.rejected
    )


def _say_faults(done: MasterImport) -> None:
    for line in _fault_lines(done):
        print(line, file=sys.stderr)


def _refusal(content: JsonObject, error: DomainError) -> Answer:
    """Refuse with the list of what is wrong beside the error."""
    print(sentence(error, texts.current()), file=sys.stderr)
    return Answer({"error": output.error_object(error), **content}, (), output.REFUSED)


def import_order(asked: argparse.Namespace, console: Console) -> Answer:
    """Write one draft an order of the file, or only show what it would be."""
    service = console.services.order_imports
    corrections = _corrections(asked)
    try:
        preview = service.preview(Path(asked.file), asked.customer, corrections)
    except DomainError as refusal:
        raise _with_columns(refusal, service.unread_layout, Path(asked.file)) from None
    if asked.forget_layout and not asked.dry_run:
        for order in preview.orders:
            if order.customer:
                service.forget_layout(order.customer, order.written.layout)
        preview = service.preview(Path(asked.file), asked.customer, corrections)
    if asked.replace:
        preview = _revising(preview)
    if asked.dry_run:
        return _orders_answer([_preview_object(order) for order in preview.orders], preview)
    if preview.rejected and not asked.skip_bad:
        for line in preview.rejected:
            print(_refused_text(line), file=sys.stderr)
        return _refusal(
            {"rejected": [_refused_object(line) for line in preview.rejected]},
            DomainError("bad_lines", rows=_rows(preview.rejected)),
        )
    made = service.write(preview, skip_bad=asked.skip_bad)
    objects = [{**_preview_object(item.preview), "id": item.ref.id, "number": item.ref.number} for item in made]
    return _orders_answer(objects, preview)


def _revising(preview: ImportPreview) -> ImportPreview:
    """Return the preview with every order revising the one of its number; raise when there is none."""
    alone = [order.written.po_number for order in preview.orders if order.replaced is None]
    if alone:
        raise DomainError("order.nothing_replaced", reference=alone[0])
    return replace(preview, orders=tuple(replace(order, revises=True) for order in preview.orders))


def _with_columns(refusal: DomainError, layout_of: Callable[[Path], WrittenLayout | None], path: Path) -> DomainError:
    """Add the columns of a file without order lines to its refusal, and say how they are named."""
    layout = layout_of(path) if refusal.code == "no_order_lines" else None
    if layout is None:
        return refusal
    letters = column_letters(len(layout.titles))
    held = layout.titles if layout.titled else layout.sample[0]
    columns = [f"{letter} ({text})" for letter, text in zip(letters, held, strict=True) if text]
    print(_("Columns of the file: {columns}").format(columns=", ".join(columns)), file=sys.stderr)
    print(
        _("Name them, for instance: {example}").format(example="--column code=A --column quantity=B"), file=sys.stderr
    )
    return DomainError(refusal.code, **refusal.facts, columns=columns)


def _corrections(asked: argparse.Namespace) -> Corrections | None:
    columns, units = _pairs(asked.column), _pairs(asked.unit)
    return Corrections(columns, units) if columns or units else None


def _pairs(written: Sequence[str]) -> dict[str, str]:
    pairs = {}
    for text in written:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not (name and equals and value):
            raise DomainError("layout.bad_pair", written=text)
        pairs[name] = value
    return pairs


def show_imported(_asked: argparse.Namespace, console: Console, documents: Documents) -> Answer:
    """Show again the drafts that the request wrote."""
    from adv_desktop.services.orders import order_by_id

    ids = [row_id for table, row_id in documents if table == DocumentKind.ORDER]
    objects = []
    for order_id in ids:
        checks = [check for check in console.services.orders.check(order_id) if check.line is None]
        with console.services.store.read() as session:
            order = order_by_id(session, order_id)
            heading = shown.order_heading(session, order)
        objects.append(
            {
                **heading,
                "lines": [_stored_line(order, line) for line in order.items],
                "checks": [shown.check_object(check) for check in checks],
                "rejected": [],
            }
        )
    return _orders_answer(objects, None)


def _orders_answer(objects: list[JsonObject], preview: ImportPreview | None) -> Answer:
    rejected: list[JsonValue] = [_refused_object(line) for line in preview.rejected] if preview else []
    content = shown.many("orders", objects)
    if len(objects) != 1:
        content["lines"] = [line for item in objects for line in _list(item["lines"])]
        content["checks"] = [check for item in objects for check in _list(item["checks"])]
    content["rejected"] = rejected
    lines = [text for item in objects for text in _order_texts(item)]
    return Answer(content, (*lines, *(_refused_text(line) for line in (preview.rejected if preview else ()))))


def _list(value: JsonValue) -> list[JsonValue]:
    return list(value) if isinstance(value, list | tuple) else []


def _preview_object(order: PreviewOrder) -> JsonObject:
    """Return an order of the file as JSON, `id` null while nothing is written."""
    written = order.written
    return {
        "id": None,
        "number": None,
        "customer": order.customer,
        "customer_name": order.customer_name,
        "customer_found_by": order.found_by.kind.value if order.found_by else None,
        "customer_reference": written.po_number or None,
        "customer_reference_date": iso(written.po_date),
        "requested_date": iso(written.requested_date),
        "deliver_to": written.deliver_to or None,
        "comment": written.comment or None,
        "currency": written.currency or "EUR",
        "channel": written.channel.value,
        "received_at": written.received_at.isoformat() if written.received_at else None,
        "total_as_written": number_or_none(written.total_as_written),
        "state": "draft",
        "layout": _layout_object(order),
        "replaces": _replaced_object(order),
        "lines": [_preview_line(line) for line in order.lines],
        "not_order_lines": [_other_object(row) for row in written.not_order_lines],
        "checks": [shown.check_object(check) for check in order.checks],
        "rejected": [_refused_object(line) for line in written.rejected],
    }


def _layout_object(order: PreviewOrder) -> JsonObject | None:
    """Return which column was read as which, and whether that was remembered; None for an order without columns."""
    layout = order.written.layout
    if layout is None:
        return None
    return {
        "columns": {field: layout.title_of(field) for field in layout.columns},
        "remembered": order.remembered,
    }


def _replaced_object(order: PreviewOrder) -> JsonObject | None:
    """Return the open order of the same number, and what the file changes in it; None for the first of its number."""
    replaced = order.replaced
    if replaced is None:
        return None
    changes: list[JsonValue] = [
        {
            "kind": change.kind.value,
            "product": change.line.product,
            "label": change.line.label,
            "quantity_before": number(change.before.quantity) if change.before else None,
            "quantity_after": number(change.after.quantity) if change.after else None,
            "requested_before": iso(change.before.requested) if change.before else None,
            "requested_after": iso(change.after.requested) if change.after else None,
        }
        for change in replaced.changes
    ]
    return {"order": replaced.name, "asked": replaced.asked, "revised": order.revises, "changes": changes}


def _preview_line(line: PreviewLine) -> JsonObject:
    return {
        "no": line.written.no,
        "row": line.written.row,
        "written": _written_object(written_facts(line)),
        "product": line.product,
        "label": line.label,
        "resolved_by": line.resolved_by,
        "quantity": number(line.quantity),
        "unit": line.unit,
        "unit_price": number_or_none(line.unit_price),
        "price_base": number(line.price_base),
        "discounts": [number(percent) for percent in line.discounts],
        "price_source": line.price_source,
        "requested_date": iso(line.requested),
        "differences": [{"kind": difference.kind, **difference.facts} for difference in line.differences],
        "comment": line.written.comment or None,
        "remarks": [{"field": note.field, "kind": note.kind} for note in line.written.remarks],
    }


def _stored_line(order: SalesOrder, line: OrderLine) -> JsonObject:
    """Return a line of a draft as it was shown when it was imported."""
    facts = line.written or {}
    return {
        "no": line.no,
        "row": facts.get("row"),
        "written": _written_object(facts),
        "product": line.product_code,
        "label": line.label,
        "resolved_by": facts.get("resolved_by"),
        "quantity": number(line.quantity),
        "unit": line.unit,
        "unit_price": number(line.unit_price),
        "price_base": number(line.price_base),
        "discounts": [number(percent) for percent in line.discounts],
        "price_source": line.price_source.value if line.price_source else None,
        "requested_date": iso(line.requested or order.requested),
        "differences": list(line.differences or ()),
        "comment": facts.get("comment"),
        "remarks": [{"field": note["field"], "kind": note["kind"]} for note in facts.get("remarks", ())],
    }


def _written_object(facts: Mapping[str, Any]) -> JsonObject:
    beside = {name: facts[name] for name in ("price_base", "discounts") if name in facts}
    return {**{name: facts.get(name) for name in _WRITTEN_KEYS}, **beside}


def _other_object(row: OtherRow) -> JsonObject:
    return {"row": row.row, "text": row.text, "kind": row.kind, "amount": number_or_none(row.amount)}


def _refused_object(line: RefusedLine) -> JsonObject:
    return {
        "row": line.row,
        "field": line.field,
        "code": line.reason,
        "message": _message(line.reason, {"written": line.written}),
        "written": line.written,
        "product": line.code or None,
    }


def _refused_text(line: RefusedLine) -> str:
    message = _message(line.reason, {"written": line.written})
    return _("Row {row}, {column}: {message}").format(row=line.row, column=line.code or line.label, message=message)


def _order_texts(order: JsonObject) -> list[str]:
    """Return what a person reads of an order: a heading, then its lines with what differs."""
    heading = _("Order {reference} of {customer}, {count} lines").format(
        reference=order["customer_reference"] or "—",
        customer=order["customer"] or "—",
        count=len(_list(order["lines"])),
    )
    layout = order.get("layout")
    if isinstance(layout, dict) and layout["remembered"]:
        heading = "  ·  ".join((heading, _("layout recognised")))
    rows = [_line_text(line) for line in _list(order["lines"]) if isinstance(line, dict)]
    checks = [f"  ! {check['message']}" for check in _list(order["checks"]) if isinstance(check, dict)]
    return [heading, *rows, *checks]


def _line_text(line: Mapping[str, Any]) -> str:
    kinds = ", ".join(difference["kind"] for difference in line["differences"])
    priced = f"{line['quantity']} × {line['unit_price'] or '—'}"
    differing = f"  [{kinds}]" if kinds else ""
    return f"  {line['no']:>4}  {line['product'] or '?':<14} {priced:<18} {line['label']}{differing}"
