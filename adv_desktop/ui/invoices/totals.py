"""The foot of an invoice in words and amounts."""

from __future__ import annotations

from adv_desktop.models.rules.totals import Totals
from adv_desktop.services.queries.lines import Amounts
from adv_desktop.services.texts import _
from adv_desktop.ui.format import formats
from adv_desktop.ui.widgets.totals import TotalRow


def stored_rows(amounts: Amounts, currency: str) -> list[TotalRow]:
    """Return the foot of an invoice as it is stored."""
    money = formats().money
    rows = [TotalRow(_("Net amount"), money(amounts.lines_net, currency))]
    if amounts.discount:
        rows.append(TotalRow(_("Discount"), money(-amounts.discount, currency)))
    if amounts.freight:
        rows.append(TotalRow(_("Freight, net"), money(amounts.freight, currency)))
    rows += [
        TotalRow(_("Total net"), money(amounts.net, currency), strong=True),
        TotalRow(_("VAT"), money(amounts.vat, currency)),
        TotalRow(_("Total gross"), money(amounts.gross, currency), strong=True),
    ]
    if amounts.prepaid:
        rows.append(TotalRow(_("Already paid"), money(-amounts.prepaid, currency)))
    if amounts.due != amounts.gross:
        rows.append(TotalRow(_("Amount due"), money(amounts.due, currency), strong=True))
    return rows


def typed_rows(totals: Totals, currency: str) -> list[TotalRow]:
    """Return the foot of an invoice that is being typed, one row a VAT rate."""
    money = formats().money
    rows = [TotalRow(_("Net amount"), money(totals.lines, currency))]
    if totals.discount:
        rows.append(TotalRow(_("Discount"), money(-totals.discount, currency)))
    if totals.freight:
        rows.append(TotalRow(_("Freight, net"), money(totals.freight, currency)))
    rows.append(TotalRow(_("Total net"), money(totals.net, currency), strong=True))
    for vat in totals.vat:
        rate, base = formats().percent(vat.key.rate), formats().amount(vat.base, currency)
        rows.append(TotalRow(_("VAT {rate} on {base}").format(rate=rate, base=base), money(vat.vat, currency)))
    rows.append(TotalRow(_("Total gross"), money(totals.gross, currency), strong=True, big=True))
    return rows
