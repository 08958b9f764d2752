"""`adv init` and `adv demo`: make a database."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from adv_desktop.cli.console import Console
from adv_desktop.cli.fields import Fields, object_of
from adv_desktop.cli.output import Answer
from adv_desktop.cli.verbs import Verbs
from adv_desktop.models.errors import DomainError, KnownError
from adv_desktop.services.company import Bank, CompanyIdentity, NewCompany, create_database
from adv_desktop.services.texts import N_, _

LARGEST_LOGO = 5_000_000
_TEXTS = (
    "trade_name", "legal_form", "siret", "naf", "vat_number", "eori", "phone", "email", "website", "sepa_creditor_id",
)  # fmt: skip


def register(verbs: Verbs) -> None:
    """Declare the verbs that make a database."""
    init = verbs.add("init", N_("make the database of a company"), init_company)
    init.option("--company", "FILE.json", N_("the company"), required=True)
    demo = verbs.add("demo", N_("make a demonstration company"), make_demo)
    demo.option("--seed", "N", N_("the same number gives the same company"), _count)
    for name in ("--customers", "--products", "--orders", "--months"):
        demo.option(name, "N", "", _count)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise DomainError("usage.count", written=text)
    return int(text)


def init_company(asked: argparse.Namespace, console: Console) -> Answer:
    """Make the database of a company; a repeated request finds it made."""
    with object_of(asked.company) as fields:
        company = _company(fields, Path(asked.company).parent)
    path, request_id = console.database, console.options.request_id
    if request_id is None or not path.exists() or console.services.store.replayed(request_id) is None:
        create_database(path, company, console.clock, request_id)
    name = company.identity.legal_name
    lines = (_("The company {name} is ready in {path}.").format(name=name, path=path),)
    return Answer({"database": str(path), "company": name}, lines)


def _company(fields: Fields, beside: Path) -> NewCompany:
    currency = fields.text("currency") or "EUR"
    logo = fields.text("logo")
    return NewCompany(
        identity=_identity(fields, currency),
        banks=tuple(_banks(fields)),
        numbering=_texts_of(fields, "numbering"),
        logo=_logo(beside / logo) if logo else None,
        closed_days=tuple(_closed_days(fields)),
        fiscal_year_start=_fiscal_year(fields),
    )


def _identity(fields: Fields, currency: str) -> CompanyIdentity:
    with fields.part("address") as address:
        if address is None:
            raise DomainError("file.missing", field="address")
        line1, line2 = address.required("line1"), address.text("line2")
        postcode, town, country = address.required("postcode"), address.required("town"), address.text("country")
    with fields.part("e_invoicing_address") as electronic:
        scheme, value = (electronic.text("scheme"), electronic.text("value")) if electronic else (None, None)
    return CompanyIdentity(
        legal_name=fields.required("legal_name"),
        siren=fields.required("siren"),
        line1=line1,
        line2=line2,
        postcode=postcode,
        town=town,
        country=country or "FR",
        share_capital=fields.minor("share_capital", currency),
        currency=currency,
        rcs=_rcs(fields),
        vat_regime=fields.text("vat_regime") or "réel normal",
        vat_on_debits=fields.flag("vat_on_debits"),
        e_address_scheme=scheme,
        e_address=value,
        default_terms=fields.text("default_payment_terms") or "30 jours nets",
        terms_text=_texts_of(fields, "terms_text"),
        house_colour=fields.text("house_colour") or "#7B1E3A",
        **fields.texts(_TEXTS),
    )


def _rcs(fields: Fields) -> str | None:
    """Read the trade register, written as a text or as {town, text}."""
    if not isinstance(fields.value("rcs"), dict):
        return fields.text("rcs")
    with fields.part("rcs") as part:
        if part is None:
            return None
        town, text = part.text("town"), part.text("text")
        return text or (f"RCS {town}" if town else None)


def _banks(fields: Fields) -> list[Bank]:
    with fields.part("bank") as part:
        main = [] if part is None else [_bank(part)]
    return main + [_bank(part) for part in fields.parts("banks")]


def _bank(fields: Fields) -> Bank:
    return Bank(fields.required("iban"), fields.required("holder"), fields.text("name"), fields.text("bic"))


def _texts_of(fields: Fields, name: str) -> dict[str, str]:
    """Read an object of texts (mentions, number prefixes)."""
    written = fields.value(name)
    if written is None:
        return {}
    if not isinstance(written, dict):
        raise DomainError("file.not_an_object", field=name)
    inner = Fields(written, name)
    return {key: inner.required(key) for key in written}


def _closed_days(fields: Fields) -> list[str]:
    found = []
    for place, item in enumerate(fields.items("closed_days"), start=1):
        if not isinstance(item, str):
            raise DomainError("file.not_text", field=f"closed_days[{place}]")
        found.append(item)
    return found


def _fiscal_year(fields: Fields) -> str | None:
    """Read the first day of the fiscal year ("01-01")."""
    written = fields.text("fiscal_year_start")
    if written is not None:
        try:
            dt.datetime.strptime(f"2001-{written}", "%Y-%m-%d").replace(tzinfo=dt.UTC)
        except ValueError:
            raise DomainError("date.unreadable", written=written) from None
    return written


def _logo(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise KnownError("file.unreadable", path=str(path), detail=error.strerror or "") from None
    if len(content) > LARGEST_LOGO:
        raise DomainError("file.too_large", path=str(path))
    return content


def make_demo(asked: argparse.Namespace, console: Console) -> Answer:
    """Make the demonstration company and count what it holds."""
    from adv_desktop.services.demo import build_demo
    from adv_desktop.services.printing import PrintedPapers

    sizes = {name: getattr(asked, name) for name in ("seed", "customers", "products", "orders", "months")}
    given = {name: count for name, count in sizes.items() if count is not None}
    counts = build_demo(console.database, console.clock, PrintedPapers(console.clock), **given)
    lines = (str(console.database), *(f"{count:>9}  {kind}" for kind, count in counts.items()))
    return Answer({"database": str(console.database), **counts}, lines)
