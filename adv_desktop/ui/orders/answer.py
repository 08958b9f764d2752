"""What the service answers to an order being typed: totals below, remarks beside, what blocks it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from PySide6.QtCore import QObject, Signal

from adv_desktop.models.enums import Severity
from adv_desktop.services import texts
from adv_desktop.services.check_texts import describe
from adv_desktop.services.order_commands import Acceptance, OrderCheck
from adv_desktop.services.order_preview import OrderPreview
from adv_desktop.services.setting_list import CHECK_TITLES
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.format import formats
from adv_desktop.ui.orders.fixes import fixes_of
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.checks import Check, ChecksPanel, Fix
from adv_desktop.ui.widgets.totals import TotalRow, TotalsPanel
from adv_desktop.ui.widgets.vat_why import VatWhyLine

_BEFORE_CUSTOMER = N_("Choose the customer, then type the lines: what needs a look is told here while you type.")
_BEFORE_LINES = N_("Type the lines: what needs a look is told here while you type.")


class OrderAnswer(QObject):
    """The widgets that show the answer; `fix_asked(check, fix)` is a remark's button."""

    duplicate_named = Signal(str)
    fix_asked = Signal(str, str)
    acceptance_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.checks = ChecksPanel(nothing=_(_BEFORE_CUSTOMER))
        self.totals = TotalsPanel(columns=2)
        self.foot = text_label("", "strong")
        self.warning = text_label("", "bad")
        self.freight_why = text_label("", "muted")
        self.freight_why.hide()
        self.vat_why = VatWhyLine()
        self.blocking: list[OrderCheck] = []
        self.accepted: tuple[Acceptance, ...] = ()
        self.confirmed = False
        self._found: tuple[OrderCheck, ...] = ()
        self._quantities: dict[int, Decimal] = {}
        self.checks.fix_asked.connect(self._on_fix)

    def take(self, accepted: Iterable[Acceptance], *, confirmed: bool = False) -> None:
        """Begin with the remarks that were accepted before; what blocks a confirmed order keeps it from nothing."""
        self.accepted, self.confirmed = tuple(accepted), confirmed

    def accept_all(self) -> None:
        """Take note of every remark that does not block: none of them comes back until its facts change."""
        self._accept([check for check in self._found if is_acceptable(check)])

    def show(self, preview: OrderPreview) -> None:
        """Show totals and remarks."""
        self.totals.set_rows(total_rows(preview))
        count = preview.items
        self.foot.setText(ngettext("{count} line", "{count} lines", count).format(count=count))
        self.vat_why.show_reasons(preview.vat_why)
        self._say_freight(preview.freight_why)
        self._quantities = {line.no: line.quantity for line in preview.lines}
        self._show_checks(preview.checks, preview.without_remark)

    def clear(self, *, customer_known: bool = False) -> None:
        """Show that there is nothing to price yet."""
        self.checks.say_nothing(_(_BEFORE_LINES if customer_known else _BEFORE_CUSTOMER))
        self.blocking, self._found = [], ()
        self.totals.set_rows([])
        self.checks.set_checks(())
        self.foot.setText("")
        self.vat_why.show_reasons(())
        self._say_freight("")
        self.warning.setText("")

    def _say_freight(self, why: str) -> None:
        self.freight_why.setText(why)
        self.freight_why.setVisible(bool(why))

    def _show_checks(self, found: Sequence[OrderCheck], without_remark: int) -> None:
        self._found = tuple(found)
        self.blocking = [check for check in found if check.severity == Severity.BLOCKING]
        self.checks.say_nothing("")
        self.checks.set_checks([self._card(check) for check in found], without_remark)
        self.warning.setText(_blocked(len(self.blocking), confirmed=self.confirmed) if self.blocking else "")
        duplicates = [check for check in found if check.code == "duplicate_po" and not check.accepted]
        self.duplicate_named.emit(sentence_of(duplicates[0]) if duplicates else "")

    def _card(self, check: OrderCheck) -> Check:
        title, said, key = title_of(check), sentence_of(check), f"{check.code}:{check.line or 0}"
        fixes = tuple(Fix(text, verb) for verb, text in self._fixes(check))
        if check.accepted is not None:
            said = f"{said}\n{_who(check.accepted)}"
        return Check(Severity(check.severity), title, said, fixes, key, accepted=check.accepted is not None)

    def _fixes(self, check: OrderCheck) -> list[tuple[str, str]]:
        place = self._found.index(check)
        if check.accepted is not None:
            return [(f"restore={place}", _("Show it again"))]
        ways = [way for way in self._ways(check) if not (self.confirmed and way[0] == "override")]
        return [*ways, *([(f"accept={place}", _("Accept"))] if is_acceptable(check) else [])]

    def _ways(self, check: OrderCheck) -> list[tuple[str, str]]:
        return fixes_of(check, self._quantities.get(check.line or 0))

    def _on_fix(self, check: str, fix: str) -> None:
        verb, _equals, place = fix.partition("=")
        if verb == "accept":
            self._accept([self._found[int(place)]])
        elif verb == "restore":
            self._restore(self._found[int(place)])
        else:
            self.fix_asked.emit(check, fix)

    def _accept(self, checks: Sequence[OrderCheck]) -> None:
        if checks:
            self.accepted += tuple(Acceptance(check.code, check.basis) for check in checks)
            self.acceptance_changed.emit()

    def _restore(self, check: OrderCheck) -> None:
        self.accepted = tuple(one for one in self.accepted if one != check.accepted)
        self.acceptance_changed.emit()


class OfferAnswer(OrderAnswer):
    """Of an offer nothing is accepted: its remarks come back with the order that it becomes."""

    def _fixes(self, check: OrderCheck) -> list[tuple[str, str]]:
        return self._ways(check)


def _blocked(count: int, *, confirmed: bool) -> str:
    """Say what remarks that block mean for the order."""
    if confirmed:
        said = ngettext(
            "{count} blocking check: the order stays confirmed",
            "{count} blocking checks: the order stays confirmed",
            count,
        )
    else:
        said = ngettext(
            "{count} blocking check: mend it or pass over it before confirming",
            "{count} blocking checks: mend them or pass over them before confirming",
            count,
        )
    return said.format(count=count)


def is_acceptable(check: OrderCheck) -> bool:
    """Whether a remark may be taken note of: it does not block, and was not yet."""
    return check.severity != Severity.BLOCKING and check.accepted is None


def title_of(check: OrderCheck) -> str:
    """Return what a remark is called, with its line."""
    source = CHECK_TITLES.get(check.code, check.code)
    title = _(source)
    if check.line is None:
        return title
    return _("Line {number} – {title}").format(number=check.line, title=title)


def _who(accepted: Acceptance) -> str:
    if accepted.at is None:
        return _("Accepted, kept when the order is saved")
    return _("Accepted by {name} on {moment}").format(name=accepted.by, moment=formats().moment(accepted.at))


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
