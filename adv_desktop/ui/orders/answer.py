"""What the service answers to an order being typed: totals below, remarks beside, what blocks it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from adv_desktop.models.enums import Severity
from adv_desktop.services import texts
from adv_desktop.services.check_texts import describe
from adv_desktop.services.order_commands import OrderCheck
from adv_desktop.services.order_preview import OrderPreview
from adv_desktop.services.setting_list import CHECK_TITLES
from adv_desktop.services.texts import _, ngettext
from adv_desktop.ui.format import formats
from adv_desktop.ui.orders.fixes import fixes_of
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.checks import Check, ChecksPanel, Fix
from adv_desktop.ui.widgets.totals import TotalRow, TotalsPanel
from adv_desktop.ui.widgets.vat_why import VatWhyLine


class OrderAnswer(QObject):
    """The widgets that show the answer; `fix_asked(check, fix)` is a remark's button."""

    duplicate_named = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.checks = ChecksPanel()
        self.totals = TotalsPanel(columns=2)
        self.foot = text_label("", "strong")
        self.warning = text_label("", "bad")
        self.vat_why = VatWhyLine()
        self.blocking: list[OrderCheck] = []

    def show(self, preview: OrderPreview) -> None:
        """Show totals and remarks."""
        self.totals.set_rows(total_rows(preview))
        count = preview.items
        self.foot.setText(ngettext("{count} line", "{count} lines", count).format(count=count))
        self.vat_why.show_reasons(preview.vat_why)
        self._show_checks(preview.checks, preview.without_remark)

    def clear(self) -> None:
        """Show that there is nothing to price yet."""
        self.blocking = []
        self.totals.set_rows([])
        self.checks.set_checks(())
        self.foot.setText("")
        self.vat_why.show_reasons(())
        self.warning.setText("")

    def _show_checks(self, found: Sequence[OrderCheck], without_remark: int) -> None:
        self.blocking = [check for check in found if check.severity == Severity.BLOCKING]
        self.checks.set_checks([_card(check) for check in found], without_remark)
        blocking = len(self.blocking)
        said = ngettext(
            "{count} blocking check: mend it or pass over it before confirming",
            "{count} blocking checks: mend them or pass over them before confirming",
            blocking,
        )
        self.warning.setText(said.format(count=blocking) if blocking else "")
        duplicates = [check for check in found if check.code == "duplicate_po"]
        self.duplicate_named.emit(sentence_of(duplicates[0]) if duplicates else "")


def sentence_of(check: OrderCheck) -> str:
    """Return a remark in words."""
    return describe(check.code, check.facts, texts.current())


def total_rows(preview: OrderPreview) -> list[TotalRow]:
    """Return the foot of an order, one row a VAT rate."""
    totals, currency = preview.totals, preview.currency
    rows = [TotalRow(_("Net amount"), formats().money(totals.lines, currency))]
    if totals.discount:
        rows.append(TotalRow(_("Discount"), formats().money(-totals.discount, currency)))
    if totals.freight:
        rows.append(TotalRow(_("Freight, net"), formats().money(totals.freight, currency)))
    rows.append(TotalRow(_("Total net"), formats().money(totals.net, currency), strong=True))
    for vat in totals.vat:
        rate, base = formats().percent(vat.key.rate), formats().amount(vat.base, currency)
        label = _("VAT {rate} on {base}").format(rate=rate, base=base)
        rows.append(TotalRow(label, formats().money(vat.vat, currency)))
    rows.append(TotalRow(_("Total gross"), formats().money(totals.gross, currency), strong=True, big=True))
    return rows


def _card(check: OrderCheck) -> Check:
    source = CHECK_TITLES.get(check.code, check.code)
    title = _(source)
    if check.line is not None:
        title = _("Line {number} – {title}").format(number=check.line, title=title)
    fixes = tuple(Fix(text, key) for key, text in fixes_of(check))
    return Check(Severity(check.severity), title, sentence_of(check), fixes, f"{check.code}:{check.line or 0}")
