"""The deliveries: list and pane, from the picking list to the proof."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.enums import DeliveryState, DocumentKind, Progress
from adv_desktop.services.queries import chain, deliveries, delivery_detail, timeline
from adv_desktop.services.queries.chain import Chain
from adv_desktop.services.queries.deliveries import DeliveryRow
from adv_desktop.services.queries.delivery_detail import DeliveryDetail
from adv_desktop.services.queries.preparation import Waiting
from adv_desktop.services.queries.timeline import Event
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.deliveries.actions import DeliveryActions
from adv_desktop.ui.deliveries.carrier_packaging import CarrierPackagingForm
from adv_desktop.ui.deliveries.columns import COLUMNS, LINES, day, invoicing, name_of
from adv_desktop.ui.deliveries.completion import CompletionForm
from adv_desktop.ui.deliveries.correction import ask_correction
from adv_desktop.ui.deliveries.dialogs import ask_departures
from adv_desktop.ui.deliveries.direct import DirectForm
from adv_desktop.ui.deliveries.form import DeliveryForm
from adv_desktop.ui.deliveries.missing_proofs import MissingProofsForm
from adv_desktop.ui.deliveries.papers import preview_reversal
from adv_desktop.ui.deliveries.reads import ToDeliver
from adv_desktop.ui.deliveries.scan_folder import FolderWatch
from adv_desktop.ui.deliveries.signed_notes import SignedNotesForm
from adv_desktop.ui.deliveries.tracking_import import TrackingImportForm
from adv_desktop.ui.deliveries.worklist import WorklistForm
from adv_desktop.ui.format import formats
from adv_desktop.ui.kept_files import open_kept
from adv_desktop.ui.listed import ListedPage
from adv_desktop.ui.saved_views import list_commands
from adv_desktop.ui.tables.list_page import Empty
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, text_label
from adv_desktop.ui.widgets.detail import DetailPane

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

_WAITING = frozenset({DeliveryState.TO_PREPARE, DeliveryState.PREPARED})


@dataclass(frozen=True, slots=True)
class Shown:
    """What the pane shows of a delivery."""

    delivery: DeliveryDetail
    chain: Chain
    events: tuple[Event, ...]


class DeliveriesPage(ListedPage[Shown]):
    """« Livraisons »."""

    reads: ClassVar[ModuleType] = deliveries
    kind = DocumentKind.DELIVERY
    kinds = frozenset({DocumentKind.DELIVERY, DocumentKind.RETURN})
    name = "deliveries"
    title = N_("Deliveries")
    columns = COLUMNS
    sort = "date"
    empty = Empty(
        N_("No delivery yet"),
        N_("Prepare what the orders ask for: everything that can leave is listed."),
        N_("Prepare deliveries"),
        "truck",
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.verbs = DeliveryActions(desk, self)
        self.pane.link_clicked.connect(self._on_customer)
        self.scans = FolderWatch(desk, self._over(SignedNotesForm))
        column = self.list.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(1, self.scans)  # under the tiles

    def commands(self) -> list[Command]:
        """Return what can be done with deliveries."""
        return [
            Command("new", N_("Prepare deliveries"), self._on_new, "F2", "box", Menu.DELIVERIES, primary=True),
            Command("open", N_("Open"), self._on_open, "F3", "edit", Menu.DELIVERIES),
            Command("transform", N_("Ship or invoice"), self._on_transform, "F8", "truck", Menu.DELIVERIES),
            Command("print", N_("Preview and print"), self._on_print, "Ctrl+P", "printer", Menu.DELIVERIES,
                    in_top_bar=True),
            Command("picking", N_("Preview the picking lists"), self._on_picking, "", "", Menu.DELIVERIES),
            Command("labels", N_("Labels…"), self._on_labels, "Ctrl+Shift+E", "tag", Menu.DELIVERIES),
            Command("export_papers", N_("Export papers…"), self._on_export_papers, "Ctrl+Shift+X", "document",
                    Menu.DELIVERIES),
            Command("departures", N_("Departures of the day…"), self._on_departures, "Ctrl+J", "", Menu.DELIVERIES),
            Command("track", N_("Carrier and tracking…"), self._act("track"), "Ctrl+T", "truck", Menu.DELIVERIES),
            Command("parcels", N_("Parcels…"), self._act("parcels"), "Ctrl+L", "box", Menu.DELIVERIES),
            Command("tracking_page", N_("Open the tracking page"), self._act("tracking_page"), "Ctrl+Shift+T", "",
                    Menu.DELIVERIES),
            Command("tracking_list", N_("Tracking numbers of the carrier…"), self._on_tracking_list, "Ctrl+Shift+L", "",
                    Menu.DELIVERIES),
            Command("prove", N_("Proof of delivery…"), self._act("prove"), "Ctrl+R", "check", Menu.DELIVERIES),
            Command("transport_proof", N_("Proof of transport…"), self._act("transport_proof"), "", "attach",
                    Menu.DELIVERIES),
            Command("missing_proofs", N_("Shipments without proof…"), self._over(MissingProofsForm), "", "attach",
                    Menu.DELIVERIES),
            Command("carrier_packaging", N_("Packaging of carriers…"), self._over(CarrierPackagingForm),
                    "Ctrl+Shift+G", "box", Menu.DELIVERIES),
            Command("signed_notes", N_("Signed notes that come back…"), self._over(SignedNotesForm), "Ctrl+Shift+B",
                    "attach", Menu.DELIVERIES),
            Command("claim", N_("Open a claim"), self._act("claim"), "Ctrl+Shift+R", "warning", Menu.DELIVERIES),
            Command("correct", N_("Correct the delivery note…"), self._act("correct"), "", "edit", Menu.DELIVERIES),
            Command("lost", N_("Cancel the shipment…"), self._act("lost"), "", "", Menu.DELIVERIES),
            Command("return", N_("Return of goods…"), self._act("return"), "Ctrl+B", "return", Menu.DELIVERIES),
            Command("proforma", N_("Pro forma"), self._act("proforma"), "", "", Menu.INVOICING),
            Command("cancel", N_("Cancel the delivery"), self._act("cancel"), "", "", Menu.DELIVERIES),
            *list_commands(self),
        ]  # fmt: skip

    def do(self, verb: str, ids: Sequence[int]) -> None:
        """Deliver the orders, or prove the delivery, that another page names."""
        if verb == "deliver" and len(ids) > 1:
            reads = self.verbs.reads
            self.desk.runner.read(lambda: reads.worklist(None, ids), partial(self._on_places, ids))
        elif verb == "deliver" and ids:
            reads = self.verbs.reads
            self.desk.runner.read(lambda: reads.left(ids[0]), partial(self._on_one, ids[0]))
        elif verb == "prove_transport" and ids:
            reads = self.verbs.reads
            self.desk.runner.read(lambda: reads.row(ids[0]), self.verbs.transport_proof)
        elif verb == "complete" and ids:
            self.desk.window.open_form(CompletionForm(self.desk, ids[0]))
        elif verb == "direct" and ids:
            self.desk.window.open_form(DirectForm(self.desk, ids[0]))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.scans.watch(seen=True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.scans.watch(seen=False)

    def _over(self, form: type[SignedNotesForm | CarrierPackagingForm | MissingProofsForm]) -> Callable[[], None]:
        """Return the slot that opens a form about many deliveries."""
        return lambda: self.desk.window.open_form(form(self.desk))

    def read_detail(self, document_id: int) -> Shown:
        """Read a delivery with its neighbours and its history."""
        with self.desk.services.store.read() as session:
            today = self.desk.today()
            return Shown(
                delivery_detail.detail(session, document_id, today),
                chain.of(session, DocumentKind.DELIVERY, document_id, today),
                timeline.of(session, DocumentKind.DELIVERY, document_id),
            )

    def fill(self, pane: DetailPane, detail: Shown) -> None:
        """Show a delivery: who, how, what of each line, what comes before and after."""
        delivery, row = detail.delivery, detail.delivery.row
        place = " · ".join(part for part in (delivery.customer_code, row.town, ", ".join(row.orders)) if part)
        pane.set_header(name_of(row), _(row.state.word), Tone(row.state.tone), place, link=row.customer_name)
        pane.set_tools([Button("", icon="printer", name=_("Preview and print"), on_click=self._on_print)])
        pane.set_actions(self._buttons(row))
        pane.set_facts(_facts(delivery))
        lines = RowsTable(_("Delivery lines"), LINES, stretch=1)
        lines.set_rows(delivery.lines)
        pane.add(lines)
        for text in _remarks(delivery):
            pane.add(text_label(text, "muted", wrap=True))
        if delivery.reversal is not None:
            number = delivery.reversal.number
            said = _("Cancellation of shipment {number}").format(number=number)
            show = partial(preview_reversal, self.desk, row.id, number)
            pane.add(Button(said, "link", icon="undo", on_click=show))
        for paper in delivery.papers:
            pane.add(
                Button(
                    paper.name,
                    "link",
                    icon="document",
                    on_click=partial(open_kept, self.desk, paper.file_id, paper.name),
                )
            )
        self.add_chain(pane, detail.chain)
        self.add_timeline(pane, detail.events)

    def open_document(self, document_id: int) -> None:
        """Open a delivery: its picking before it left, its note after."""
        self.desk.runner.read(lambda: self.read_detail(document_id).delivery.row, self.verbs.open)

    def on_empty(self) -> None:
        """Go where deliveries come from."""
        self._on_new()

    def _buttons(self, row: DeliveryRow) -> list[Button]:
        """Return the actions that the delivery's state allows, the next one first."""
        shown: list[tuple[str, str]] = []
        if row.delivery_state in _WAITING:
            prepare = _("Pick and ship") if row.delivery_state is DeliveryState.TO_PREPARE else _("Ship")
            shown = [("open", prepare), ("cancel", _("Cancel the delivery"))]
        elif row.delivery_state is DeliveryState.SHIPPED:
            if row.invoice_state is not Progress.FULL:
                shown.append(("invoice", _("Invoice now")))
            shown += [
                ("track", _("Tracking…")),
                ("prove", _("Proof…")),
                ("return", _("Return…")),
                ("claim", _("Claim…")),
            ]
        return [
            Button(text, "soft" if place == 0 else "plain", small=True, on_click=self._act(verb))
            for place, (verb, text) in enumerate(shown)
        ]

    def _act(self, verb: str) -> Callable[[], None]:
        """Return the slot that runs a verb on the current delivery."""

        def run() -> None:
            if self.detail is None:
                return
            row = self.detail.delivery.row
            if verb == "invoice":
                self.verbs.transform([row.id])
            else:
                {
                    "open": self.verbs.open,
                    "track": self.verbs.track,
                    "parcels": self.verbs.parcels,
                    "tracking_page": self.verbs.open_tracking,
                    "prove": self.verbs.prove,
                    "transport_proof": self.verbs.transport_proof,
                    "correct": lambda row: ask_correction(self.desk, row),
                    "lost": self.verbs.undelivered,
                    "return": self.verbs.take_back,
                    "claim": self.verbs.claim,
                    "proforma": self.verbs.proforma,
                    "cancel": self.verbs.cancel,
                }[verb](row)

        return run

    def _on_customer(self) -> None:
        if self.detail is not None:
            self.desk.window.open_document(DocumentKind.CUSTOMER, self.detail.delivery.row.customer_id)

    def _on_places(self, ids: Sequence[int], places: list[Waiting]) -> None:
        """Open the form where the orders leave together, else the list of what they make."""
        form = DeliveryForm(self.desk, ids) if len(places) == 1 else WorklistForm(self.desk, ids)
        self.desk.window.open_form(form)

    def _on_one(self, order_id: int, left: ToDeliver) -> None:
        """Open the form of what is left of an order: goods, else services, else what the supplier sends."""
        if left.services and not left.lines:
            self.desk.window.open_form(CompletionForm(self.desk, order_id))
        elif left.direct and not left.lines:
            self.desk.window.open_form(DirectForm(self.desk, order_id))
        else:
            self.desk.window.open_form(DeliveryForm(self.desk, [order_id]))

    def _on_new(self) -> None:
        self.desk.window.open_form(WorklistForm(self.desk))

    def _on_open(self) -> None:
        if self.current_id:
            self.open_document(self.current_id)

    def _on_transform(self) -> None:
        if self.selected():
            self.verbs.transform(self.selected())

    def _on_print(self) -> None:
        if self.selected():
            self.verbs.print_papers(self.selected())

    def _on_tracking_list(self) -> None:
        self.desk.window.open_form(TrackingImportForm(self.desk))

    def _on_departures(self) -> None:
        ask_departures(self.desk, self)

    def _on_labels(self) -> None:
        if self.selected():
            self.verbs.labels(self.selected())

    def _on_export_papers(self) -> None:
        if self.selected():
            self.verbs.export_papers(self.selected())

    def _on_picking(self) -> None:
        if self.selected():
            self.verbs.print_picking(self.selected())


def _facts(delivery: DeliveryDetail) -> list[tuple[str, str]]:
    row = delivery.row
    weight = _("{weight} kg").format(weight=formats().quantity(row.weight_kg)) if row.weight_kg else "—"
    facts = [
        (_("Date"), day(row.date)),
        (_("Carrier"), row.carrier or "—"),
        (_("Tracking number"), row.tracking or "—"),
        (_("Invoicing"), invoicing(row)[0]),
        (_("Parcels"), str(row.parcels or "—")),
        (_("Weight"), weight),
    ]
    if row.delivered_on:
        facts += [(_("Delivered on"), day(row.delivered_on)), (_("Received by"), row.received_by or "—")]
    return facts


def _remarks(delivery: DeliveryDetail) -> list[str]:
    """Return what was written of the delivery, each with what it is."""
    written = (
        (_("Reserves: {text}"), delivery.reserves),
        (_("Cancelled and replaced by delivery note {text}"), delivery.replaced_by),
        (_("Replaces delivery note {text}"), delivery.replaces),
        (_("Note: {text}"), delivery.notes),
        (_("Passed over: {text}"), delivery.override_reason),
    )
    return [template.format(text=text) for template, text in written if text]
