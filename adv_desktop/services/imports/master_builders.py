"""Build a record of each row of master data, noting what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TypeVar

from adv_desktop.models.enums import (
    BackorderPolicy,
    ContactPurpose,
    Nature,
    PartialPolicy,
    PaymentMethod,
    Supply,
    VatRegime,
)
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules import payment_terms
from adv_desktop.models.rules.fefo import part_of_life
from adv_desktop.models.rules.notes import NoteStyle
from adv_desktop.models.rules.serial_numbers import SerialKeeping
from adv_desktop.models.values import percent, plain
from adv_desktop.services import identifiers
from adv_desktop.services.customers import Address, Contact, CustomerData
from adv_desktop.services.imports.delivery_words import BACKORDERS, DATE_KINDS, NOTE_STYLES, PARTIALS, SERIALS, SUPPLIES
from adv_desktop.services.imports.master_rows import (
    CustomerAddressRow,
    CustomerContactRow,
    ItemCodeRow,
    MasterRecord,
    OpenItemRow,
    OpenOrderRow,
    QuantityRow,
)
from adv_desktop.services.imports.master_values import Values
from adv_desktop.services.imports.master_words import (
    COUNTRIES,
    METHODS,
    PURPOSES,
    REGIMES,
    MasterKind,
)
from adv_desktop.services.imports.price_rows import price_list_row
from adv_desktop.services.imports.requirement_words import requirements_of
from adv_desktop.services.imports.words import normal
from adv_desktop.services.products import ProductData

Number = TypeVar("Number", Decimal, int)

_UNITS = {"kg": "KGM", "m": "MTR", "metre": "MTR", "l": "LTR", "litre": "LTR", "g": "GRM", "m2": "MTK", "heure": "HUR"}
_OVERSEAS = {"GP", "MQ", "RE", "GF", "YT"}
_STANDARD_RATE = Decimal(20)
_SERVICE = ("service", "prestation", "main d oeuvre", "labour")
_BARE_YES = {"o", "oui", "x", "1", "yes", "y", "vrai", "true"}
_PRIORITIES = {letter.lower(): letter for letter in "ABC"}
_NO = {"", "n", "non", "no", "0", "faux", "false"}


def _customer(values: Values) -> CustomerData:
    currency = (values.text("currency") or "EUR").upper()
    country = _country(values)
    french = country == "FR" or country in _OVERSEAS
    data = CustomerData(
        code=values.required("code"),
        name=values.required("name"),
        terms=_terms(values),
        legal_form=values.text("legal_form"),
        siren=values.checked("siren", identifiers.check_siren, 9),
        siret=values.checked("siret", identifiers.check_siret, 14),
        vat_number=values.checked("vat_number", partial(identifiers.check_vat_number_of, country)),
        line1=values.text("line1"),
        line2=values.text("line2"),
        postcode=values.digits("postcode", 5) if french else values.text("postcode"),
        town=values.text("town"),
        country=country,
        contact=values.text("contact"),
        phone=values.digits("phone", 10) if french else values.text("phone"),
        email=values.text("email"),
        invoice_email=values.text("invoice_email"),
        method=values.choice("method", METHODS, PaymentMethod.TRANSFER),
        credit_limit=values.money("credit_limit", currency),
        discounts=values.percents("discounts"),
        category=values.text("category"),
        price_list=values.text("price_list"),
        language=(values.text("language") or "fr")[:2].lower(),
        currency=currency,
        iban=values.checked("iban", identifiers.check_iban),
        bic=values.checked("bic", identifiers.check_bic),
        customer_group=values.text("customer_group"),
        date_kind=values.choice("date_kind", DATE_KINDS, None),
        priority=values.choice("priority", _PRIORITIES, "B"),
        minimum_life_days=values.whole("minimum_life_days"),
        partial_policy=values.choice("partial_policy", PARTIALS, PartialPolicy.FREE),
        backorder_policy=values.choice("backorder_policy", BACKORDERS, BackorderPolicy.KEEP),
        incoterm=values.text("incoterm"),
        note_style=values.choice("note_style", NOTE_STYLES, NoteStyle.UNPRICED),
        note_copies=values.whole("note_copies") or 1,
        invoice_copies=values.whole("invoice_copies") or 1,
        eori=values.checked("eori", identifiers.check_eori),
        requirements=requirements_of(values.text("requirements")),
        vat_regime=values.choice("vat_regime", REGIMES, VatRegime.NATIONAL),
        note=values.text("note"),
        salesperson=values.text("salesperson"),
        carrier=values.text("carrier"),
        minimum_order=values.money("minimum_order", currency),
    )
    _check_same_company(values, data)
    return _blocked(replace(data, minimum_life_part=_part_of_life(values)), values.text("blocked"))


def _blocked(data: CustomerData, written: str | None) -> CustomerData:
    """Block a customer whose file says so; what says more than yes is the reason."""
    if not _says_yes(written):
        return data
    return replace(data, blocked=True, block_reason=None if normal(written or "") in _BARE_YES else written)


def _says_yes(text: str | None) -> bool:
    """Take anything but a no for a yes: a reason is one."""
    return normal(text or "") not in _NO


def _terms(values: Values) -> str:
    text = values.text("terms") or "30 jours nets"
    try:
        payment_terms.parse(text)
    except DomainError as error:
        values.fault("terms", error.code, **error.facts)
    return text


def _check_same_company(values: Values, data: CustomerData) -> None:
    try:
        identifiers.check_same_company(data.siren or "", data.siret or "", data.vat_number or "")
    except DomainError as error:
        values.fault(error.code.partition(".")[0], error.code, **error.facts)


def _country(values: Values) -> str:
    text = values.text("country") or "FR"
    code = text.upper()
    if len(code) == 2 and code.isalpha():
        return code
    found = COUNTRIES.get(normal(text))
    if found is None:
        values.fault("country", "import.unknown_country", written=text)
    return found or "FR"


def _address(values: Values) -> CustomerAddressRow:
    name, label = values.text("name"), values.text("label")
    address = Address(
        label=label or values.text("town") or name or "",
        name=name or label or "",
        line1=values.required("line1"),
        line2=values.text("line2"),
        postcode=values.text("postcode"),
        town=values.text("town"),
        country=_country(values),
        instructions=values.text("instructions"),
        siret=values.checked("siret", identifiers.check_siret, 14),
        code=values.text("code"),
        hours=values.text("hours"),
        contact=values.text("contact"),
        phone=values.text("phone"),
        carrier=values.text("carrier"),
        bill_to=values.text("bill_to"),
        payer=values.text("payer"),
    )
    return CustomerAddressRow(values.required("customer"), address)


def _contact(values: Values) -> CustomerContactRow:
    written = (values.text("purposes") or "").replace(";", ",").split(",")
    purposes = [PURPOSES.get(normal(word)) for word in written if word.strip()]
    if None in purposes:
        known = list(dict.fromkeys(PURPOSES))
        values.fault("purposes", "import.unknown_word", written=values.cell("purposes").text, known=known)
    asked = tuple(purpose for purpose in ContactPurpose if purpose in purposes)
    email = values.text("email")
    if asked and not email:
        values.fault("email", "import.missing_value")
    contact = Contact(values.required("name"), values.text("function"), values.text("phone"), email, asked)
    return CustomerContactRow(values.required("customer"), contact)


def _item_code(values: Values) -> ItemCodeRow:
    return ItemCodeRow(
        values.required("customer"), values.required("code"), values.required("product"), values.text("label")
    )


def _product(values: Values) -> ProductData:
    stock = values.quantity("stock")
    unit_label = values.text("unit_label") or "pièce"
    return ProductData(
        code=values.required("code"),
        label=values.required("label"),
        vat_rate=_or(values.limited("vat_rate", percent), _STANDARD_RATE),
        price=_required_price(values),
        label_en=values.text("label_en"),
        family=values.text("family"),
        family_label=values.text("family_label"),
        ean=values.checked("ean", identifiers.check_ean),
        unit_label=unit_label,
        unit=values.text("unit") or _UNITS.get(normal(unit_label), "C62"),
        pack=_positive(values, "pack"),
        minimum_quantity=_positive(values, "minimum_quantity"),
        pack_label=values.text("pack_label"),
        pack_size=values.quantity("pack_size"),
        price_base=_positive(values, "price_base"),
        cost=values.price("cost"),
        minimum_stock=values.quantity("minimum_stock"),
        lot_tracked=values.flag("lot_tracked"),
        life_days=_days_of_life(values),
        weight_kg=values.quantity("weight_kg"),
        catch_weight=values.flag("catch_weight"),
        weight_tolerance=values.limited("weight_tolerance", percent),
        eco_category=values.text("eco_category"),
        cn8=values.digits("cn8", 8),
        supplementary_unit=values.text("supplementary_unit"),
        supplementary_factor=values.quantity("supplementary_factor"),
        nature=_nature(values),
        origin=values.text("origin"),
        lead_days=values.whole("lead_days") or 0,
        # A product whose stock is left blank in a file that has the column is not kept in stock.
        stocked="stock" not in values.columns or stock is not None,
        end_of_life=values.flag("end_of_life"),
        ends_on=values.day("ends_on"),
        note=values.text("note"),
        replaced_by=values.text("replaced_by"),
        alternatives=codes(values.text("alternatives")),
        supply=values.choice("supply", SUPPLIES, Supply.STOCK),
        stock=stock,
        serials=_serials(values),
        warranty_months=values.whole("warranty_months"),
    )


def _or(number: Decimal | None, default: Decimal) -> Decimal:
    return default if number is None else number


def _required_price(values: Values) -> Decimal:
    price = values.price("price")
    if price is None and not values.faults:
        values.fault("price", "import.missing_value")
    return _or(price, Decimal(0))


def _part_of_life(values: Values) -> str | None:
    """Read a part of a life; a sheet that took « 66 % » for a number has 0.66 there."""
    number = values.cell("minimum_life_part").number
    if number is not None and 0 < number < 1:
        return f"{plain(number * 100)} %"
    return values.checked("minimum_life_part", _read_part)


def _read_part(written: str) -> str:
    part_of_life(written)
    return written.strip()


def _days_of_life(values: Values) -> int | None:
    days = values.whole("life_days")
    if days == 0:
        values.fault("life_days", "import.not_positive", written=values.cell("life_days").text)
    return days


def codes(written: str | None) -> tuple[str, ...]:
    """Read the codes of products that stand in one cell: « A12, B34 »."""
    parts = (part.strip() for part in re.split(r"[,;|]", written or ""))
    return tuple(dict.fromkeys(part for part in parts if part))


def _positive(values: Values, name: str) -> Decimal:
    quantity = values.quantity(name)
    if quantity is not None and quantity <= 0:
        values.fault(name, "import.not_positive", written=values.cell(name).text)
    return _or(quantity, Decimal(1))


def _nature(values: Values) -> Nature:
    """Tell services from goods by what they are called, when nothing else does."""
    said = [normal(values.text(name) or "") for name in ("nature", "family_label", "label")]
    return Nature.SERVICE if any(text.startswith(_SERVICE) for text in said) else Nature.GOODS


def _serials(values: Values) -> SerialKeeping | None:
    """Return from when on serial numbers are known; None where they are not."""
    return values.choice("serials", SERIALS, None) if _says_yes(values.text("serials")) else None


def _receipt(values: Values) -> QuantityRow:
    quantity = values.quantity("quantity")
    if quantity is not None and quantity <= 0:
        values.fault("quantity", "import.not_positive", written=values.cell("quantity").text)
    return QuantityRow(
        values.required("product"), _needed(values, "quantity", quantity, Decimal(0)), _needed_day(values, "due"),
        values.text("reference"), values.text("order"), values.whole("line"),
    )  # fmt: skip


def _stock(values: Values) -> QuantityRow | None:
    """Read a counted quantity; a row left blank was not counted."""
    quantity = values.quantity("quantity")
    if quantity is None and not values.faults:
        return None
    if quantity is not None and quantity < 0:
        values.fault("quantity", "import.negative", written=values.cell("quantity").text)
    return QuantityRow(values.required("product"), _or(quantity, Decimal(0)))


def _open_invoice(values: Values) -> OpenItemRow:
    return _open_item(values, 1)


def _credit(values: Values) -> OpenItemRow:
    return _open_item(values, -1)


def _open_item(values: Values, sign: int) -> OpenItemRow:
    """Read an open item; a credit note may be written with a minus or without one."""
    currency = (values.text("currency") or "EUR").upper()
    amount = abs(_needed(values, "amount", values.money("amount", currency), 0))
    left = values.money("open_amount", currency)
    still_open = amount if left is None else abs(left)
    if still_open > amount:
        values.fault("open_amount", "import.open_above_amount", written=values.cell("open_amount").text)
    day = _needed_day(values, "date")
    return OpenItemRow(
        number=values.required("number"),
        customer=values.required("customer"),
        date=day,
        due=values.day("due") or day,
        amount=sign * amount,
        open_amount=sign * still_open,
        customer_reference=values.text("customer_reference"),
        currency=currency,
    )


def _open_order(values: Values) -> OpenOrderRow:
    ordered, delivered, left = (values.quantity(name) for name in ("quantity", "delivered", "left"))
    if left is None:
        left = _needed(values, "quantity", ordered, Decimal(0)) - (delivered or 0)
    if left < 0:
        values.fault("quantity", "import.negative", written=values.cell("quantity").text)
    return OpenOrderRow(
        number=values.required("number"),
        customer=values.required("customer"),
        date=values.day("date"),
        customer_reference=values.text("customer_reference"),
        requested=values.day("requested"),
        promised=values.day("promised"),
        product=values.required("product"),
        label=values.text("label"),
        quantity=left,
        price=values.price("price"),
        discounts=values.percents("discounts"),
        customer_line_no=values.text("customer_line_no"),
    )


def _needed(values: Values, name: str, value: Number | None, default: Number) -> Number:
    """Return a value that may not be missing; one that is wrong has its own fault already."""
    if value is None:
        if values.text(name) is None:
            values.fault(name, "import.missing_value")
        return default
    return value


def _needed_day(values: Values, name: str) -> date:
    day = values.day(name)
    if day is None and values.text(name) is None:
        values.fault(name, "import.missing_value")
    return day or date.min


BUILDERS: dict[MasterKind, Callable[[Values], MasterRecord | None]] = {
    MasterKind.CUSTOMERS: _customer,
    MasterKind.ADDRESSES: _address,
    MasterKind.CONTACTS: _contact,
    MasterKind.CUSTOMER_CODES: _item_code,
    MasterKind.PRODUCTS: _product,
    MasterKind.PRICES: price_list_row,
    MasterKind.RECEIPTS: _receipt,
    MasterKind.STOCK: _stock,
    MasterKind.OPEN_INVOICES: _open_invoice,
    MasterKind.CREDITS: _credit,
    MasterKind.OPEN_ORDERS: _open_order,
}
