"""The master data of the demonstration company: the sample files, completed, and more of the same when asked."""

from __future__ import annotations

import datetime as dt
import json
import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa

from adv_desktop.models.enums import InvoiceGrouping, PartialPolicy, PaymentMethod, VatRegime
from adv_desktop.models.party import Customer
from adv_desktop.models.product import Product
from adv_desktop.models.stock import ProductStock
from adv_desktop.models.values import to_minor
from adv_desktop.paths import resource
from adv_desktop.services.clock import Clock
from adv_desktop.services.company import Bank, CompanyIdentity, NewCompany, create_database
from adv_desktop.services.customers import Contact, CustomerData
from adv_desktop.services.demo_world import Buyer, Good, Habit, Verbs
from adv_desktop.services.imports.master_words import MasterKind
from adv_desktop.services.imports.masters_import import MasterImportService
from adv_desktop.services.products import ProductData
from adv_desktop.services.store import Store

_FILES = (
    (MasterKind.CUSTOMERS, "customers.xlsx"),
    (MasterKind.ADDRESSES, "customers.xlsx"),
    (MasterKind.PRODUCTS, "products.xlsx"),
    (MasterKind.CUSTOMER_CODES, "products.xlsx"),
    (MasterKind.PRICES, "price_lists.csv"),
)
_SALESPEOPLE = ("Claire Besson", "Hugo Marchal", "Inès Fabre")
_CARRIERS = ("Messagerie du Morvan", "Transports Vauzelle", "Express Grand Est", None)
_PUBLIC_BUYERS = frozenset({"C00021"})
_HABITS = (Habit(-4, 0), Habit(0, 4), Habit(1, 6), Habit(4, 20), Habit(15, 45))
_HABIT_WEIGHTS = (15, 35, 20, 22, 8)
# Customers whose story is told on purpose: they stopped paying, and are stopped in their turn.
BAD_PAYERS = {"C00032": Habit(5, 20, stops=150), "C00013": Habit(20, 50, stops=75)}
_TOWNS = (
    "Autun",
    "Chagny",
    "Nuits-Saint-Georges",
    "Louhans",
    "Tournus",
    "Dole",
    "Langres",
    "Vesoul",
    "Gray",
    "Avallon",
)
_TRADES = ("Épicerie fine de", "Le Comptoir de", "Traiteur de", "Les Halles de", "La Table de")
_SEASONS = ("printemps", "été", "automne", "hiver")


def create_company(path: Path, clock: Clock) -> None:
    """Make the database of the company described by the sample file."""
    facts = json.loads(resource("sample/company.json").read_text(encoding="utf-8"))
    address, bank, electronic = facts["address"], facts["bank"], facts["e_invoicing_address"]
    same = ("legal_name", "siren", "trade_name", "legal_form", "siret", "naf", "vat_number", "vat_regime",
            "vat_on_debits", "eori", "phone", "email", "website", "sepa_creditor_id", "terms_text")  # fmt: skip
    identity = CompanyIdentity(
        **{name: facts[name] for name in same},
        line1=address["line1"],
        line2=address["line2"],
        postcode=address["postcode"],
        town=address["town"],
        country=address["country"],
        share_capital=to_minor(Decimal(facts["share_capital"]), facts["currency"]),
        rcs=facts["rcs"]["text"],
        e_address_scheme=electronic["scheme"],
        e_address=electronic["value"],
        default_terms=facts["default_payment_terms"],
    )
    account = Bank(bank["iban"], bank["holder"], bank["name"], bank["bic"])
    create_database(path, NewCompany(identity, (account,)), clock)


def import_masters(store: Store, clock: Clock) -> None:
    """Import the sample files of customers, products and prices."""
    service = MasterImportService(store, clock)
    for kind, name in _FILES:
        service.run(kind, resource(f"sample/{name}"))


def complete(verbs: Verbs, codes: list[str], rng: random.Random) -> None:
    """Give the customers what the files do not tell: salesperson, carrier, grouping, policies, contact."""
    for rank, code in enumerate(codes):
        record = verbs.customers.show(code)
        data = record.data
        contacts = (Contact(data.contact, "Achats", data.phone, data.email),) if data.contact else ()
        verbs.customers.update(
            record.id,
            record.version,
            replace(
                data,
                salesperson=_SALESPEOPLE[rank % len(_SALESPEOPLE)],
                carrier=rng.choice(_CARRIERS),
                invoice_grouping=_grouping(data, rng),
                partial_policy=rng.choices(
                    (PartialPolicy.FREE, PartialPolicy.COMPLETE_LINES, PartialPolicy.COMPLETE), (85, 10, 5)
                )[0],
                public_buyer="public" if code in _PUBLIC_BUYERS else None,
                requirements=("customer_reference",) if code in _PUBLIC_BUYERS else (),
                blocked=False,
                block_reason=None,
                contacts=contacts,
            ),
        )


def _grouping(data: CustomerData, rng: random.Random) -> InvoiceGrouping:
    if data.price_list:
        return InvoiceGrouping.MONTH
    choices = (InvoiceGrouping.ORDER, InvoiceGrouping.DELIVERY, InvoiceGrouping.WEEK, InvoiceGrouping.MONTH)
    return rng.choices(choices, (40, 15, 15, 30))[0]


def more_customers(verbs: Verbs, wanted: int, known: int, rng: random.Random) -> None:
    """Add customers of the same trade until there are as many as wanted."""
    for n in range(known + 1, wanted + 1):
        siren = _siren(n)
        town = rng.choice(_TOWNS)
        verbs.customers.create(
            CustomerData(
                code=f"C{n:05d}",
                name=f"{rng.choice(_TRADES)} {town} {n}",
                terms=rng.choice(("30 jours nets", "30 jours fin de mois", "45 jours fin de mois")),
                siren=siren,
                vat_number=f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}",
                line1=f"{rng.randint(1, 80)} rue de la République",
                postcode=f"{rng.choice((21, 71, 39, 70, 89)) * 1000 + rng.randint(1, 9) * 100:05d}",
                town=town,
                method=rng.choice((PaymentMethod.TRANSFER, PaymentMethod.DIRECT_DEBIT, PaymentMethod.CHEQUE)),
                credit_limit=rng.choice((None, 500_000, 1_000_000)),
                category="EPICERIE",
            )
        )


def _siren(n: int) -> str:
    """Return an invented number whose check digit is right (Luhn)."""
    digits = [int(digit) for digit in f"{80_000_000 + n:08d}"]
    total = sum(sum(divmod(digit * 2, 10)) if place % 2 else digit for place, digit in enumerate(digits))
    return "".join(map(str, digits)) + str(-total % 10)


def more_products(verbs: Verbs, wanted: int, known: int, rng: random.Random) -> None:
    """Add products of the season until there are as many as wanted."""
    for n in range(known + 1, wanted + 1):
        price = Decimal(rng.randint(150, 6000)) / 100
        verbs.products.create(
            ProductData(
                code=f"SAI-{1000 + n}",
                label=f"Coffret {rng.choice(_SEASONS)} n° {n}",
                vat_rate=Decimal(20),
                price=price,
                family="SAI",
                family_label="Coffrets de saison",
                pack=Decimal(rng.choice((1, 4, 6))),
                cost=(price * 6 / 10).quantize(Decimal("0.01")),
                lead_days=rng.choice((2, 3, 5, 7)),
                stock=Decimal(rng.randint(20, 80) * 12),
            )
        )


def buyers(store: Store, goods: list[Good], wanted: int, rng: random.Random) -> list[Buyer]:
    """Return the customers that order, the first ones the most often."""
    sold = [good for good in goods if good.stocked]
    services = [good for good in goods if not good.stocked]
    with store.read() as session:
        rows = session.scalars(sa.select(Customer).order_by(Customer.code).limit(wanted)).all()
    found = []
    for row in rows:
        wholesale = row.category == "GROSSISTE"
        habit = BAD_PAYERS.get(row.code) or rng.choices(_HABITS, _HABIT_WEIGHTS)[0]
        buyer = Buyer(
            id=row.id,
            code=row.code,
            weight=rng.uniform(0.6, 1.6) * (1.5 if wholesale else 1),
            scale=5 if wholesale else 2,
            method=row.payment_method,
            grouping=row.invoice_grouping,
            partial=row.partial_policy,
            habit=habit,
            contact=row.contact,
            names_orders=bool(row.requirements),
            pays_deposits="commande, solde" in row.payment_terms,
            pays_first="commande" in row.payment_terms,
            intra_eu=row.vat_regime is VatRegime.INTRA_EU,
        )
        buyer.favourites = rng.sample(sold, min(len(sold), rng.randint(8, 16))) + rng.sample(
            services, min(1, len(services))
        )
        found.append(buyer)
    return found


def goods(store: Store, wanted: int) -> list[Good]:
    """Return the products that are ordered; those that the file shows nearly out of stock are the scarce ones."""
    with store.read() as session:
        rows = session.execute(
            sa.select(Product, ProductStock.physical)
            .outerjoin(ProductStock, ProductStock.product_id == Product.id)
            .order_by(Product.code)
        ).all()
    return [
        Good(
            id=product.id,
            code=product.code,
            pack=max(product.pack, product.minimum_quantity),
            price=product.price,
            lead_days=product.lead_days,
            stocked=product.stocked,
            physical=physical or Decimal(0),
            opening=physical or Decimal(0),
            scarce=product.stocked and (physical or 0) <= 2 * product.pack,
        )
        for product, physical in rows[:wanted]
        if not product.end_of_life
    ]


def block(verbs: Verbs, code: str, reason: str) -> None:
    """Stop the orders of a customer."""
    record = verbs.customers.show(code)
    verbs.customers.update(record.id, record.version, replace(record.data, blocked=True, block_reason=reason))


def start_of(today: dt.date, months: int) -> dt.date:
    """Return the first day of the month that lies a number of months before a date."""
    whole = today.year * 12 + today.month - 1 - months
    return dt.date(whole // 12, whole % 12 + 1, 1)
