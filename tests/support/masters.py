"""A company with the sample masters loaded: what the sample orders are compared with."""

from __future__ import annotations

from pathlib import Path

from adv_desktop.bootstrap import open_services
from adv_desktop.services.clock import Clock
from adv_desktop.services.company import CompanyIdentity, NewCompany, create_database
from adv_desktop.services.imports.master_words import MasterKind
from adv_desktop.services.imports.masters_import import MasterImport

MASTERS = {
    MasterKind.CUSTOMERS: "customers.xlsx",
    MasterKind.ADDRESSES: "customers.xlsx",
    MasterKind.PRODUCTS: "products.xlsx",
    MasterKind.CUSTOMER_CODES: "products.xlsx",
    MasterKind.PRICES: "price_lists.csv",
    MasterKind.OPEN_INVOICES: "open_invoices.csv",
}
COMPANY = NewCompany(
    CompanyIdentity(
        "L'Atelier du Goût Retrouvé",
        "573319126",
        "6 rue du Faubourg-Saint-Nicolas",
        "21200",
        "Beaune",
        siret="57331912600013",
        vat_number="FR47573319126",
        email="adv@goutretrouve.example",
    )
)


def load_masters(path: Path, masters: Path, clock: Clock) -> dict[MasterKind, MasterImport]:
    """Make a database with every sample of master data; return what each import answered."""
    create_database(path, COMPANY, clock)
    services = open_services(path, clock)
    answers = {kind: services.master_imports.run(kind, masters / name) for kind, name in MASTERS.items()}
    services.close()
    return answers
