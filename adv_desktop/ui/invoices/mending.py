"""The way out of what prevents an invoice: what its buttons propose, by the code of the refusal."""

from __future__ import annotations

import datetime as dt

from adv_desktop.models.enums import Severity
from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.check_texts import describe
from adv_desktop.services.einvoice.explained import explain
from adv_desktop.services.einvoice.faults import Fault
from adv_desktop.services.order_commands import OrderCheck
from adv_desktop.services.sentences import sentence
from adv_desktop.services.setting_list import CHECK_TITLES
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.widgets.checks import Check, Fix

SETTINGS = "settings"
CUSTOMER = "customer"
TODAY = "today"
LAST = "last"
DELETE = "delete"
AGAIN = "again"
COMPLETE = "complete"
_TEXTS = {
    SETTINGS: N_("Open the settings"),
    CUSTOMER: N_("Open the customer"),
    TODAY: N_("Take today"),
    DELETE: N_("Delete the draft"),
    AGAIN: N_("Read again"),
    COMPLETE: N_("Type it…"),
}
_FIXES = {
    "invoice.requirement_missing": (COMPLETE, CUSTOMER),
    "requirement_missing": (COMPLETE, CUSTOMER),
    "company.no_vat_number": (SETTINGS,),
    "mention.missing": (SETTINGS,),
    "invoice.intra_eu_incomplete": (CUSTOMER, DELETE),
    "vat.two_reasons": (DELETE,),
    "invoice.negative": (DELETE,),
    "invoice.over_quantity": (DELETE,),
    "deposit.already_deducted": (DELETE,),
    "order.no_lines": (DELETE,),
    "credit.no_origin": (DELETE,),
    "date.in_future": (TODAY,),
    "number.date_backwards": (LAST, TODAY),
    "document.changed": (AGAIN,),
    "terms_over_ceiling": (CUSTOMER,),
    "missing_siren": (CUSTOMER,),
}
# Where what an electronic invoice lacks is typed; what is not listed is ours to mend in the draft.
_AT_CUSTOMER = frozenset({
    "BR-07", "BR-10", "BR-11", "BR-AE-02", "BR-IC-02", "BR-IC-12", "BR-FR-09", "BR-FR-11", "BR-FR-12", "BR-FR-21",
    "BR-FR-23", "BR-FR-25",
})  # fmt: skip
_AT_COMPANY = frozenset({
    "BR-06", "BR-08", "BR-09", "BR-61", "BR-CO-26", "BR-E-02", "BR-S-02", "BR-FR-01", "BR-FR-02", "BR-FR-05",
    "BR-FR-10", "BR-FR-13",
})  # fmt: skip


def refusal(error: DomainError) -> Check:
    """Return the card of what prevents the issue."""
    text = sentence(error, texts.current())
    return Check(Severity.BLOCKING, _("This invoice cannot be validated"), text, _fixes(error.code, error), error.code)


def fault(found: Fault) -> Check:
    """Return the card of one rule that the electronic invoice breaks, with the way to the field that mends it."""
    keys = (CUSTOMER,) if found.id in _AT_CUSTOMER else (SETTINGS,) if found.id in _AT_COMPANY else (DELETE, AGAIN)
    title = _("Electronic invoice: rule {rule}").format(rule=found.id)
    fixes = tuple(Fix(_text(key, None), key) for key in keys)
    return Check(Severity.BLOCKING, title, explain(found, texts.current()), fixes, found.id)


def remark(check: OrderCheck) -> Check:
    """Return the card of a remark that does not prevent it."""
    source = CHECK_TITLES.get(check.code, check.code)
    text = describe(check.code, check.facts, texts.current())
    return Check(Severity(check.severity), _(source), text, _fixes(check.code, None), check.code)


def _fixes(code: str, error: DomainError | None) -> tuple[Fix, ...]:
    return tuple(Fix(_text(key, error), key) for key in _FIXES.get(code, (AGAIN,)))


def _text(key: str, error: DomainError | None) -> str:
    if key != LAST:
        source = _TEXTS[key]
        return _(source)
    last = error.facts.get("last") if error else None
    return _("Take {date}").format(date=formats().date(last)) if isinstance(last, dt.date) else _("Take the last date")
