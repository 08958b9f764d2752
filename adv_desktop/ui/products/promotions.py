"""The promotions: what is offered, on what, to whom and when; every price before and after; those that were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adv_desktop.services.promotions import NewPromotion, PromotionRow
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.format import formats, read_number
from adv_desktop.ui.products.columns import PROMOTED, PROMOTIONS, Offer, offered
from adv_desktop.ui.products.previewed import PreviewedForm
from adv_desktop.ui.searches import Searches
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.widgets.basics import Button, row, text_label
from adv_desktop.ui.widgets.edits import DateEdit, TextEdit, ValueEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.picker import Picker

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from adv_desktop.ui.desk import Desk


class OfferEdit(ValueEdit[Offer]):
    """« 10 % », « 10 % + 5 % » or a price, « 8,90 »."""

    unreadable = N_("Write a discount or a price: 10 %, 10 % + 5 % or 8.90.")

    def read(self, text: str) -> Offer | None:
        percents = [read_number(part.replace("%", "").strip()) for part in text.split("+")]
        if "%" not in text:
            price = read_number(text.replace("€", "").strip())
            return None if price is None else Offer((), price)
        found = tuple(percent for percent in percents if percent is not None and 0 < percent < 100)
        return Offer(found, None) if len(found) == len(percents) else None

    def write(self, value: Offer) -> str:
        return offered(value.percents, value.price)


class PromotionForm(PreviewedForm):
    """Nothing is written before « Record »; orders that are agreed keep their price whatever becomes of it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        prices = RowsTable(_("Prices before and after"), PROMOTED, stretch=1, max_rows=10)
        super().__init__(desk, prices, parent)
        self.prices = prices
        self.product = Picker(_("Product"), Searches(desk).products, _("Code or words"))
        self.family, self.category = TextEdit(_("Family")), TextEdit(_("Category of customers"))
        self.offer, self.remark = OfferEdit(_("Discount or price")), TextEdit(_("Remark"))
        self.starts_on, self.ends_on = DateEdit(_("From"), desk.today()), DateEdit(_("Until"), desk.today())
        self.form = Form(self._fields(), columns=4)
        self.promotions = RowsTable(_("Promotions"), PROMOTIONS, stretch=0, max_rows=10)
        self.nothing = text_label("", "muted", wrap=True)
        self.end_button = Button(_("End the chosen promotion"), icon="blocked", small=True, on_click=self.end)
        write = Button(_("Record"), "primary", icon="check", hint=_("Ctrl+Enter"), on_click=self.add)
        made = (self.nothing, self.promotions, row(self.end_button))
        self.lay_out((_("What is offered"), self.form), (_("Promotions made"), made), write)
        self.setFocusProxy(self.product)
        self._read()

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Promotions")

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("preview", N_("Preview the promotion"), self.preview, "Ctrl+P", "eye", Menu.SALES),
            Command("add", N_("Record the promotion"), self.add, "Ctrl+Return", "check", Menu.SALES),
            Command("end", N_("End the chosen promotion"), self.end, "", "blocked", Menu.SALES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.SALES),
        ]

    def command(self) -> NewPromotion | None:
        """Return the promotion as typed; None (and the fields marked) when something is missing."""
        self.form.clear_messages()
        offer, product = self.offer.value(), self.product.choice()
        if self.form.first_problem() or offer is None:
            return None
        return NewPromotion(
            product.id if product else None, self.family.value(), self.category.value(), offer.percents, offer.price,
            self.starts_on.value(), self.ends_on.value(), self.remark.value(),
        )  # fmt: skip

    def preview(self) -> None:
        """Show every price before and after."""
        command, promotions = self.command(), self.desk.services.promotions
        if command is not None:
            self.look(lambda: promotions.preview(command), _told)

    def add(self) -> None:
        """Record the promotion that is typed."""
        command, promotions = self.command(), self.desk.services.promotions
        if command is not None:
            self.desk.runner.write(lambda: promotions.add(command), self._on_added, self.refused)

    def end(self) -> None:
        """Stop the chosen promotion."""
        chosen, promotions = self.promotions.current(), self.desk.services.promotions
        if isinstance(chosen, PromotionRow):
            self.desk.runner.write(lambda: promotions.end(chosen.id), self._on_ended)

    def _fields(self) -> list[Field]:
        return [
            Field("product", N_("Product"), self.product, N_("Or a family, beside.")),
            Field("family", N_("Family"), self.family),
            Field("category", N_("Category of customers"), self.category, N_("Empty: all customers.")),
            Field("offer", N_("Discount or price"), self.offer, N_("10 %, 10 % + 5 % or 8.90"), required=True),
            Field("starts_on", N_("From"), self.starts_on),
            Field("ends_on", N_("Until"), self.ends_on),
            Field("remark", N_("Remark"), self.remark, span=2),
        ]

    def _on_added(self, _promotion_id: object) -> None:
        self.desk.notices.say(_("The promotion is recorded; lines typed from now on have it."))
        self._read()

    def _on_ended(self, _done: object) -> None:
        self.desk.notices.say(_("The promotion is over; agreed lines keep their price."))
        self._read()

    def _read(self) -> None:
        self.desk.runner.read(self.desk.services.promotions.all, self._show_promotions)

    def _show_promotions(self, rows: list[PromotionRow]) -> None:
        self.promotions.set_rows(rows)
        if rows:
            self.promotions.selectRow(0)
        self.end_button.setEnabled(any(not one.over for one in rows))
        self.nothing.setText("" if rows else _("No promotion yet: type what is offered above, then record it."))
        self.nothing.setVisible(not rows)


def _told(count: int) -> str:
    told = ngettext("{count} product is concerned.", "{count} products are concerned.", count)
    return told.format(count=formats().integer(count))
