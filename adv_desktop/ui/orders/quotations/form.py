"""The form of a quotation: that of an order, with its validity, follow-up and probability."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from adv_desktop.models.enums import DocumentKind, OrderState
from adv_desktop.services.order_commands import NewOrder, OrderRef
from adv_desktop.services.queries.states import quotation_state
from adv_desktop.services.quotations import NewQuotation
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.line_commands import word_commands
from adv_desktop.ui.orders.answer import OfferAnswer
from adv_desktop.ui.orders.fewer_fields import fields_command
from adv_desktop.ui.orders.form import OrderForm
from adv_desktop.ui.orders.header import OrderHeader
from adv_desktop.ui.orders.line_verbs import price_commands
from adv_desktop.ui.orders.reads import Loaded, OrderReads
from adv_desktop.ui.orders.saving import OrderSaving
from adv_desktop.ui.typed_lines import from_command
from adv_desktop.ui.widgets.choices import Choice
from adv_desktop.ui.widgets.edits import DateEdit, PercentEdit
from adv_desktop.ui.widgets.form import Field
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from adv_desktop.models.rules.requirements import Asked
    from adv_desktop.services.customers import CustomerData
    from adv_desktop.ui.desk import Desk


class QuotationHeader(OrderHeader):
    """The fields of an order, then those of the offer."""

    def _fields(self) -> list[Field]:
        self.valid_until = DateEdit(_("Valid until"), self._today)
        self.follow_up_on = DateEdit(_("Follow up on"), self._today)
        self.probability = PercentEdit(_("Probability %"))
        *others, notes = super()._fields()
        return [
            *others,
            Field("valid_until", N_("Valid until"), self.valid_until),
            Field("follow_up_on", N_("Follow up on"), self.follow_up_on),
            Field("probability", N_("Probability %"), self.probability),
            replace(notes, span=3),
        ]

    def required_of(self, customer: CustomerData) -> list[Asked]:
        """Ask for nothing: an offer has none of the references of an order."""
        return []

    def show_quotation(self, quotation: NewQuotation) -> None:
        """Show what an offer has beside the order that it proposes."""
        self.valid_until.set_value(quotation.valid_until)
        self.follow_up_on.set_value(quotation.follow_up_on)
        self.probability.set_value(None if quotation.probability is None else Decimal(quotation.probability))

    def quotation(self, order: NewOrder) -> NewQuotation:
        """Return the offer as typed."""
        probability = self.probability.value()
        return NewQuotation(
            order,
            self.valid_until.value(),
            self.follow_up_on.value(),
            None if probability is None else int(probability),
        )


class QuotationReads(OrderReads):
    """Reads a quotation as the form opens it; `offer` is the last one read."""

    offer: NewQuotation

    def load(self, order_id: int) -> Loaded:
        """Read a quotation and its customer."""
        from adv_desktop.services.quotation_reading import quotation_by_id

        services = self._desk.services
        with services.store.read() as session:
            quotation = quotation_by_id(session, order_id)
            ref = OrderRef(quotation.id, quotation.version, quotation.number)
            shown = quotation_state(quotation.state, quotation.valid_until, self._desk.today())
        self.offer = services.quotations.command(order_id)
        command = self.offer.order
        places = self.places(command.customer)
        self.search.customer_id = places.customer.id
        lines = tuple(from_command(line, reprice=False) for line in command.lines)
        customer = Choice(places.customer.id, places.customer.data.code, places.customer.data.name)
        return Loaded(ref, OrderState.DRAFT, shown, command, customer, places, lines)


class QuotationSaving(OrderSaving):
    """Writes a quotation; its number comes when it is sent."""

    draft_kind: ClassVar[str] = "quotation"

    def _work(self, command: NewOrder) -> Callable[[], OrderRef]:
        quotations, ref = self._desk.services.quotations, self.ref
        assert isinstance(self._parent, QuotationForm)  # noqa: S101 (its form alone makes one)
        offer = self._parent.fields.quotation(command)
        return (
            partial(quotations.create, offer) if ref is None else partial(quotations.update, ref.id, ref.version, offer)
        )

    def _number(self, override: str | None, ref: OrderRef) -> None:
        """Send it, whether or not an earlier version gave it a number."""
        self.forget()
        self.ref = ref
        self._desk.runner.write(self._numbering(ref, override), self.confirmed.emit)

    def _numbering(self, ref: OrderRef, override: str | None) -> Callable[[], OrderRef]:
        return partial(self._desk.services.quotations.send, ref.id, ref.version)


class QuotationForm(OrderForm):
    """A new quotation, or a draft (`quotation_id`)."""

    guide = "quotations"
    confirm_text = N_("Send the quotation")
    reads_class = QuotationReads
    saving_class = QuotationSaving
    header_class = QuotationHeader
    answer_class = OfferAnswer

    def __init__(self, desk: Desk, quotation_id: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, quotation_id, parent)

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("save", N_("Save"), self.save, "Ctrl+S", "save", Menu.SALES),
            Command("confirm", N_("Send the quotation"), self.confirm, "Ctrl+Return", "send", Menu.SALES),
            Command("close", N_("Close"), self.leave, "Esc", "", Menu.SALES),
            fields_command(self),
            *word_commands(lambda: self.grid),
            *price_commands(self),
        ]

    @property
    def fields(self) -> QuotationHeader:
        """The fields of the offer."""
        assert isinstance(self.header, QuotationHeader)  # noqa: S101 (`header_class` says so)
        return self.header

    def confirm(self) -> None:
        """Write the quotation and send it: what would block an order does not keep an offer from leaving."""
        command = self._complete()
        if command is not None:
            self.saving.confirm(command)

    def _on_loaded(self, loaded: Loaded) -> None:
        super()._on_loaded(loaded)
        if isinstance(self.reads, QuotationReads):
            self.fields.show_quotation(self.reads.offer)

    def _on_saved(self, ref: OrderRef) -> None:
        self._keeping.stop()
        self.desk.notices.say(_("Quotation saved."))
        self._show(ref)

    def _on_confirmed(self, ref: OrderRef) -> None:
        self._keeping.stop()
        self.desk.notices.say(
            _("Quotation {number} is sent: it waits for the answer.").format(number=ref.number),
            Action(_("Put it in the outbox"), partial(self.desk.window.ask, "quotations", "queue", [ref.id])),
        )
        self._show(ref)

    def _show(self, ref: OrderRef) -> None:
        self.closed.emit()
        self.desk.window.open_document(DocumentKind.QUOTATION, ref.id)

    def _show_title(self) -> None:
        ref = self.saving.ref
        if ref is not None and ref.number is not None:
            self.heading.setText(_("Quotation {number}").format(number=ref.number))
        else:
            self.heading.setText(_("New quotation") if self.order_id is None else _("Draft quotation"))
        self.title_changed.emit(self.title)
