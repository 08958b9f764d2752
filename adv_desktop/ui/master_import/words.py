"""What the kinds of files and their columns are called."""

from __future__ import annotations

from adv_desktop.services.imports.master_words import COLUMNS, REQUIRED, MasterKind
from adv_desktop.services.texts import N_, _

KINDS: dict[MasterKind, str] = {
    MasterKind.CUSTOMERS: N_("Customers"),
    MasterKind.ADDRESSES: N_("Delivery addresses"),
    MasterKind.CONTACTS: N_("Contacts of customers"),
    MasterKind.PRODUCTS: N_("Products"),
    MasterKind.CUSTOMER_CODES: N_("Customers' codes for our products"),
    MasterKind.PRICES: N_("Prices, discounts and promotions"),
    MasterKind.STOCK: N_("Counted stock"),
    MasterKind.RECEIPTS: N_("Expected receipts"),
    MasterKind.OPEN_INVOICES: N_("Invoices still open"),
    MasterKind.CREDITS: N_("Credit notes still open"),
    MasterKind.OPEN_ORDERS: N_("Orders still open"),
}
FIELDS: dict[str, str] = {
    "code": N_("Code"),
    "name": N_("Name"),
    "legal_form": N_("Legal form"),
    "siren": N_("SIREN"),
    "siret": N_("SIRET"),
    "vat_number": N_("VAT number"),
    "line1": N_("Address"),
    "line2": N_("Address, second line"),
    "postcode": N_("Postcode"),
    "town": N_("Town"),
    "country": N_("Country"),
    "contact": N_("Contact"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "invoice_email": N_("E-mail for invoices"),
    "terms": N_("Payment terms"),
    "method": N_("Payment method"),
    "credit_limit": N_("Credit limit"),
    "discounts": N_("Discount %"),
    "category": N_("Category"),
    "price_list": N_("Price list"),
    "language": N_("Language"),
    "currency": N_("Currency"),
    "iban": N_("IBAN"),
    "incoterm": N_("Incoterm"),
    "bic": N_("BIC"),
    "customer_group": N_("Group"),
    "priority": N_("Priority"),
    "partial_policy": N_("Partial deliveries"),
    "backorder_policy": N_("Backorder"),
    "function": N_("Function"),
    "purposes": N_("Is sent"),
    "vat_regime": N_("VAT regime"),
    "blocked": N_("Blocking of orders"),
    "salesperson": N_("Salesperson"),
    "carrier": N_("Carrier"),
    "minimum_order": N_("Minimum order, net"),
    "note": N_("Note"),
    "customer": N_("Customer"),
    "label": N_("Description"),
    "instructions": N_("Instructions"),
    "product": N_("Product code"),
    "label_en": N_("English description"),
    "family": N_("Family"),
    "family_label": N_("Family description"),
    "ean": N_("Bar code"),
    "unit_label": N_("Unit"),
    "unit": N_("Unit (UN/ECE code)"),
    "pack": N_("Sold by multiples of"),
    "minimum_quantity": N_("Minimum quantity"),
    "vat_rate": N_("VAT %"),
    "price": N_("Price"),
    "price_base": N_("Price for"),
    "cost": N_("Cost"),
    "stock": N_("Stock"),
    "weight_kg": N_("Weight (kg)"),
    "cn8": N_("Customs code (CN8)"),
    "nature": N_("Nature"),
    "origin": N_("Country of origin"),
    "lead_days": N_("Lead time (days)"),
    "end_of_life": N_("End of life"),
    "replaced_by": N_("Replaced by"),
    "type": N_("Kind of price"),
    "from_quantity": N_("From qty"),
    "net": N_("Net price"),
    "start": N_("From"),
    "end": N_("Until"),
    "remark": N_("Note"),
    "quantity": N_("Quantity"),
    "due": N_("Due"),
    "reference": N_("Reference"),
    "number": N_("No."),
    "date": N_("Date"),
    "amount": N_("Gross amount"),
    "open_amount": N_("Left to pay"),
    "customer_reference": N_("Your ref."),
    "requested": N_("Requested date"),
    "promised": N_("Confirmed date"),
    "delivered": N_("Delivered"),
    "left": N_("Left to deliver"),
    "customer_line_no": N_("Customer's line"),
}


def fields_of(kind: MasterKind) -> list[str]:
    """Return the fields of a kind of file, those that it must have first."""
    required = REQUIRED[kind]
    return [*required, *(field for field in COLUMNS[kind] if field not in required)]


def field_name(field: str) -> str:
    """Return what a field is called; a fault may speak of something that is no field."""
    return _(FIELDS[field]) if field in FIELDS else field
