"""`adv customer` and `adv product`: create from a file, show."""

from __future__ import annotations

import argparse
import re
from decimal import Decimal

from adv_desktop.cli import eco, merging, plain_text, surcharges, typed
from adv_desktop.cli.console import Console
from adv_desktop.cli.fields import Fields, object_of
from adv_desktop.cli.figures import JsonObject, iso, money, number, number_or_none
from adv_desktop.cli.orders import only
from adv_desktop.cli.output import Answer
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.models import values
from adv_desktop.models.enums import BlockScope, DocumentKind, Nature, PaymentMethod, Supply, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.kits import KitBilling
from adv_desktop.models.rules.notes import NoteStyle, Notified
from adv_desktop.models.rules.serial_numbers import SerialKeeping
from adv_desktop.services.compositions import NewComponent
from adv_desktop.services.customers import CustomerData, code_of
from adv_desktop.services.imports.requirement_words import requirements_of
from adv_desktop.services.products import ProductData
from adv_desktop.services.products import code_of as product_code_of
from adv_desktop.services.texts import N_
from adv_desktop.services.vat_evidence import NumberCheck

_CUSTOMER_TEXTS = (
    "legal_form", "siren", "siret", "vat_number", "line1", "line2", "postcode", "town", "contact", "phone", "email",
    "invoice_email", "category", "price_list", "iban", "incoterm", "note", "bic", "customer_group", "carrier",
    "salesperson", "block_reason", "e_address_scheme", "e_address",
    "eori", "minimum_life_part", "invoice_file_name",
)  # fmt: skip
_PAPERS = ("signed_note_first", "encloses_notes", "encloses_orders")
_COPIES = ("note_copies", "invoice_copies", "acknowledgement_copies")
_PRODUCT_TEXTS = (
    "family",
    "family_label",
    "ean",
    "cn8",
    "origin",
    "replaced_by",
    "pack_label",
    "eco_category",
    "packaging",
    "supplementary_unit",
)


def register(verbs: Verbs) -> None:
    """Declare the verbs on customers and products."""
    create = verbs.add("customer create", N_("add a customer"), create_customer, show_created_customer)
    create.argument("file", "FILE.json", N_("the customer"))
    verbs.add("customer show", N_("show a customer"), show_customer).argument("code", "CODE")
    check = verbs.add(
        "customer check-vat", N_("record the answer about a customer's VAT number"), check_vat, show_checked
    )
    check.argument("code", "CODE")
    check.option("--answer", "valid|invalid", N_("what the authorities answered"), _answer, required=True)
    check.option("--date", "D", N_("the day of the answer"), typed.day)
    check.option("--consultation", "N", N_("the consultation number, which is the proof"))
    merging.register(verbs)
    create = verbs.add("product create", N_("add a product"), create_product, show_created_product)
    create.argument("file", "FILE.json", N_("the product"))
    verbs.add("product show", N_("show a product"), show_product).argument("code", "CODE")
    eco.register(verbs)
    surcharges.register(verbs)


def create_customer(asked: argparse.Namespace, console: Console) -> Answer:
    """Add a customer from FILE.json; its payment terms default to the company's."""
    with object_of(asked.file) as fields:
        data = _customer_from(fields, fields.text("terms") or console.services.company.show().identity.default_terms)
    console.services.customers.create(data)
    return _customer(console, data.code)


def _customer_from(fields: Fields, terms: str) -> CustomerData:
    currency = fields.text("currency") or "EUR"
    if not re.fullmatch("[A-Z]{3}", currency):
        raise DomainError("file.currency", written=currency)
    limit = fields.minor("credit_limit", currency)
    if limit is not None and limit < 0:
        raise DomainError("file.negative", field="credit_limit")
    method = fields.text("method")
    return CustomerData(
        code=fields.required("code"),
        name=fields.required("name"),
        terms=terms,
        country=fields.text("country") or "FR",
        method=typed.method(method) if method else PaymentMethod.TRANSFER,
        credit_limit=limit,
        discounts=_discounts(fields),
        language=fields.text("language") or "fr",
        currency=currency,
        vat_regime=fields.choice("vat_regime", VatRegime) or VatRegime.NATIONAL,
        blocked=fields.flag("blocked"),
        block_scope=fields.choice("block_scope", BlockScope) or BlockScope.ORDERS,
        minimum_order=fields.minor("minimum_order", currency),
        minimum_life_days=fields.whole("minimum_life_days"),
        note_style=fields.choice("note_style", NoteStyle) or NoteStyle.UNPRICED,
        free_shipping_threshold=fields.minor("free_shipping_threshold", currency),
        shipping_notice=fields.choice("shipping_notice", Notified),
        note_copies=_copies(fields, "note_copies"),
        invoice_copies=_copies(fields, "invoice_copies"),
        acknowledgement_copies=_copies(fields, "acknowledgement_copies"),
        signed_note_first=fields.flag("signed_note_first"),
        encloses_notes=fields.flag("encloses_notes"),
        encloses_orders=fields.flag("encloses_orders"),
        requirements=requirements_of(fields.text("requirements")),
        **fields.texts(_CUSTOMER_TEXTS),
    )


def _copies(fields: Fields, name: str) -> int:
    written = fields.whole(name)
    return 1 if written is None else written


def _discounts(fields: Fields) -> tuple[Decimal, ...]:
    """Read "5", "10+5" or ["10", "5"]: a cascade stays a cascade."""
    written = fields.value("discount")
    if isinstance(written, list):
        return tuple(values.percent(percent) for percent in fields.numbers("discount") or ())
    if isinstance(written, str):
        found = tuple(typed.percent(part.strip()) for part in written.split("+") if part.strip())
    else:
        percent = fields.decimal("discount")
        found = () if percent is None else (values.percent(percent),)
    return tuple(percent for percent in found if percent)


def show_created_customer(_asked: argparse.Namespace, console: Console, documents: Documents) -> Answer:
    """Show the customer that the request added."""
    with console.services.store.read() as session:
        code = code_of(session, only(documents, DocumentKind.CUSTOMER))
    return _customer(console, code)


def check_vat(asked: argparse.Namespace, console: Console) -> Answer:
    """Record the answer about a customer's VAT number."""
    command = NumberCheck(asked.code, asked.date or console.clock.today(), asked.answer, asked.consultation)
    console.services.vat_evidence.record_check(command)
    return _checks(console, asked.code)


def show_checked(asked: argparse.Namespace, console: Console, _documents: Documents) -> Answer:
    """Show the checks of the customer again."""
    return _checks(console, asked.code)


def _answer(written: str) -> bool:
    if written not in {"valid", "invalid"}:
        raise DomainError("usage.choice", argument="--answer", known=["valid", "invalid"], written=written)
    return written == "valid"


def _checks(console: Console, code: str) -> Answer:
    record = console.services.customers.show(code)
    evidence = console.services.vat_evidence.show(record.id)
    rows = [
        {
            "vat_number": check.vat_number,
            "date": check.checked_on.isoformat(),
            "valid": check.valid,
            "consultation": check.consultation_number,
        }
        for check in evidence.checks
    ]
    content: JsonObject = {"customer": code, "vat_number": evidence.vat_number, "checked": evidence.checked}
    return Answer({**content, "checks": rows}, plain_text.facts(N_("Customer"), content))


def show_customer(asked: argparse.Namespace, console: Console) -> Answer:
    """Show a customer."""
    return _customer(console, asked.code)


def _customer(console: Console, code: str) -> Answer:
    record = console.services.customers.show(code)
    data = record.data
    content: JsonObject = {
        "id": record.id,
        "code": data.code,
        "name": data.name,
        **{name: getattr(data, name) for name in _CUSTOMER_TEXTS[:7]},
        "town": data.town,
        "country": data.country,
        **{name: getattr(data, name) for name in ("contact", "phone", "email", "invoice_email", "terms")},
        "method": data.method.value,
        "credit_limit": None if data.credit_limit is None else money(data.credit_limit, data.currency),
        "discount": "+".join(number(percent) for percent in data.discounts) or None,
        **{name: getattr(data, name) for name in ("category", "price_list", "language", "currency")},
        **{name: getattr(data, name) for name in ("iban", "incoterm", "eori")},
        "vat_regime": data.vat_regime.value,
        "blocked": data.blocked,
        "block_scope": data.block_scope.value if data.blocked else None,
        "block_reason": data.block_reason,
        **{name: getattr(data, name) for name in ("bic", "customer_group", "carrier", "salesperson")},
        **{name: getattr(data, name) for name in ("e_address_scheme", "e_address")},
        "minimum_order": None if data.minimum_order is None else money(data.minimum_order, data.currency),
        "minimum_life_days": data.minimum_life_days,
        "minimum_life_part": data.minimum_life_part,
        "note_style": data.note_style.value,
        "free_shipping_threshold": None
        if data.free_shipping_threshold is None
        else money(data.free_shipping_threshold, data.currency),
        "shipping_notice": data.shipping_notice.value if data.shipping_notice else None,
        **{name: getattr(data, name) for name in (*_COPIES, *_PAPERS, "invoice_file_name")},
        "note": data.note,
    }
    return Answer(content, plain_text.facts(N_("Customer"), content))


def create_product(asked: argparse.Namespace, console: Console) -> Answer:
    """Add a product from FILE.json, with its stock at the start."""
    with object_of(asked.file) as fields:
        data = _product_from(fields)
    console.services.products.create(data)
    return _product(console, data.code)


def _product_from(fields: Fields) -> ProductData:
    rate, price = fields.decimal("vat_rate"), fields.decimal("price")
    if rate is None or price is None:
        raise DomainError("file.missing", field="vat_rate" if rate is None else "price")
    return ProductData(
        code=fields.required("code"),
        label=fields.required("label"),
        vat_rate=rate,
        price=price,
        unit_label=fields.text("unit_label") or "pièce",
        unit=fields.text("unit") or "C62",
        pack=_or_one(fields, "pack"),
        minimum_quantity=_or_one(fields, "minimum_quantity"),
        pack_size=_positive(fields, "pack_size"),
        nature=fields.choice("nature", Nature) or Nature.GOODS,
        supply=fields.choice("supply", Supply) or Supply.STOCK,
        with_goods=fields.flag("with_goods"),
        price_base=_or_one(fields, "price_base"),
        cost=_positive(fields, "cost"),
        weight_kg=_positive(fields, "weight_kg"),
        supplementary_factor=_positive(fields, "supplementary_factor"),
        catch_weight=fields.flag("catch_weight"),
        weight_tolerance=_positive(fields, "weight_tolerance"),
        lead_days=fields.whole("lead_days") or 0,
        life_days=fields.whole("life_days"),
        end_of_life=fields.flag("end_of_life"),
        ends_on=fields.date("ends_on"),
        alternatives=tuple(map(str, fields.items("alternatives"))),
        components=tuple(_component(part) for part in fields.parts("components")),
        kit_billing=fields.choice("kit_billing", KitBilling),
        stock=_positive(fields, "stock"),
        minimum_stock=_positive(fields, "minimum_stock"),
        lot_tracked=fields.flag("lot_tracked"),
        serials=fields.choice("serials", SerialKeeping),
        warranty_months=fields.whole("warranty_months"),
        per_packaging=_positive(fields, "per_packaging"),
        **fields.texts(_PRODUCT_TEXTS),
    )


def _component(fields: Fields) -> NewComponent:
    return NewComponent(fields.required("product"), _or_one(fields, "quantity"))


def _or_one(fields: Fields, name: str) -> Decimal:
    found = fields.decimal(name)
    return Decimal(1) if found is None else found


def _positive(fields: Fields, name: str) -> Decimal | None:
    found = fields.decimal(name)
    if found is not None and found < 0:
        raise DomainError("file.negative", field=name)
    if name == "cost":
        return None if found is None else values.unit_price(found)
    return None if found is None else values.quantity(found)


def show_created_product(_asked: argparse.Namespace, console: Console, documents: Documents) -> Answer:
    """Show the product that the request added."""
    with console.services.store.read() as session:
        code = product_code_of(session, only(documents, DocumentKind.PRODUCT))
    return _product(console, code)


def show_product(asked: argparse.Namespace, console: Console) -> Answer:
    """Show a product with its physical stock."""
    return _product(console, asked.code)


def _product(console: Console, code: str) -> Answer:
    record = console.services.products.show(code)
    data = record.data
    content: JsonObject = {
        "id": record.id,
        **{name: getattr(data, name) for name in ("code", "label", "family", "family_label", "ean")},
        **{name: getattr(data, name) for name in ("unit_label", "unit", "pack_label")},
        **{name: number(getattr(data, name)) for name in ("pack", "minimum_quantity", "vat_rate", "price")},
        **{
            name: number_or_none(getattr(data, name))
            for name in (
                "cost",
                "stock",
                "weight_kg",
                "weight_tolerance",
                "pack_size",
                "minimum_stock",
                "per_packaging",
            )
        },
        "eco_category": data.eco_category,
        "packaging": data.packaging,
        "cn8": data.cn8,
        "supplementary_unit": data.supplementary_unit,
        "supplementary_factor": number(data.supplementary_factor) if data.supplementary_factor else None,
        "origin": data.origin,
        "lead_days": data.lead_days,
        "life_days": data.life_days,
        "lot_tracked": data.lot_tracked,
        "serials": data.serials.value if data.serials else None,
        "warranty_months": data.warranty_months,
        "catch_weight": data.catch_weight,
        "end_of_life": data.end_of_life,
        "ends_on": iso(data.ends_on),
        "replaced_by": data.replaced_by,
        "alternatives": list(data.alternatives),
        "components": [{"product": one.product, "quantity": number(one.quantity)} for one in data.components],
        "kit_billing": data.kit_billing.value if data.kit_billing else None,
        "nature": data.nature.value,
        "supply": data.supply.value,
        "with_goods": data.with_goods,
        "price_base": number(data.price_base),
    }
    return Answer(content, plain_text.facts(N_("Product"), content))
