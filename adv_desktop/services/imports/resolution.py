"""Find out who ordered what: the customer by the marks of the file, products by their codes, else their label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from rapidfuzz import fuzz
from sqlalchemy.orm import Session

from adv_desktop.models.party import Company, Customer, CustomerAddress, CustomerContact
from adv_desktop.models.product import CustomerItemCode, Product
from adv_desktop.services.imports.words import normal
from adv_desktop.services.imports.written import (
    CodeKind,
    CustomerHint,
    HintKind,
    HintPlace,
    WrittenCode,
    WrittenLine,
)

_POINTS = {
    HintKind.CODE: 100,
    HintKind.SIRET: 90,
    HintKind.VAT_NUMBER: 60,
    HintKind.SIREN: 55,
    HintKind.EMAIL: 45,
    HintKind.NAME: 20,
}
_NAMING = frozenset({HintKind.CODE, HintKind.SIRET, HintKind.VAT_NUMBER, HintKind.SIREN})
_SAME_COMPANY = 50  # another establishment of the company that the SIRET names
_SAME_DOMAIN = 25
_PUBLIC_DOMAINS = frozenset(
    "gmail.com orange.fr wanadoo.fr free.fr hotmail.com hotmail.fr outlook.com outlook.fr yahoo.com yahoo.fr sfr.fr"
    " laposte.net live.fr icloud.com gmx.de web.de t-online.de bbox.fr".split()
)
_NAME_RATIO = 92
_LABEL_RATIO = 90.0
_LABEL_MARGIN = 4.0
_ADDRESS_RATIO = 80
_MIN_ADDRESS = 6
_CODES = re.compile(r"\w[\w./-]{2,}\w")
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class CustomerMatch:
    """The customer that a file's marks point to, and the mark that says it best."""

    customer: Customer
    found_by: CustomerHint


def match_customer(session: Session, hints: Sequence[CustomerHint]) -> CustomerMatch | None:
    """Return the one customer that the marks point to; None when none or several are as likely."""
    ours = _own_marks(session)
    useful = [hint for hint in hints if hint.place is not HintPlace.SHIP_TO and hint.value not in ours]
    if not useful:
        return None
    customers = session.scalars(sa.select(Customer).order_by(Customer.code)).all()
    emails = _emails(session, customers)
    scores = []
    for customer in customers:
        points = [(_points(hint, customer, emails[customer.id]), hint) for hint in useful]
        best = max(points, key=lambda item: item[0])
        total = sum({hint.kind: score for score, hint in sorted(points, key=lambda item: item[0])}.values())
        scores.append((total, best[1], customer))
    scores.sort(key=lambda item: -item[0])
    if not scores or scores[0][0] == 0 or (len(scores) > 1 and scores[1][0] == scores[0][0]):
        return None
    return CustomerMatch(scores[0][2], scores[0][1])


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two customers that the marks of one file name, each by its own mark."""

    first: CustomerMatch
    second: CustomerMatch


def find_contradiction(session: Session, hints: Sequence[CustomerHint]) -> Contradiction | None:
    """Return two customers that one file names by a code or a registration; who pays for the other is the same."""
    ours = _own_marks(session)
    naming = [hint for hint in hints if hint.kind in _NAMING and hint.place is not HintPlace.SHIP_TO]
    customers = session.scalars(sa.select(Customer).order_by(Customer.code)).all()
    named = []
    for hint in sorted(naming, key=lambda hint: -_POINTS[hint.kind]):
        meant = [customer for customer in customers if hint.value not in ours and _points(hint, customer, set())]
        named.extend([(hint, meant)] if meant else [])
    for hint, meant in named[1:]:
        first_hint, firsts = named[0]
        if not any(_are_related(one, other) for one in firsts for other in meant):
            return Contradiction(CustomerMatch(firsts[0], first_hint), CustomerMatch(meant[0], hint))
    return None


def _are_related(one: Customer, other: Customer) -> bool:
    return one.id in {other.id, other.payer_id, other.bill_to_id} or other.id in {one.payer_id, one.bill_to_id}


def _own_marks(session: Session) -> set[str]:
    company = session.get_one(Company, 1)
    marks = {company.siren, company.siret, company.vat_number, company.email}
    return {mark for mark in marks if mark}


def _emails(session: Session, customers: Iterable[Customer]) -> dict[int, set[str]]:
    found = {
        customer.id: {email.lower() for email in (customer.email, customer.invoice_email) if email}
        for customer in customers
    }
    contacts = session.execute(
        sa.select(CustomerContact.customer_id, CustomerContact.email).where(CustomerContact.email.is_not(None))
    )
    for customer_id, email in contacts:
        found[customer_id].add(str(email).lower())
    return found


def _points(hint: CustomerHint, customer: Customer, emails: set[str]) -> int:
    """Tell how much a mark speaks for a customer."""
    if hint.kind is HintKind.SIRET and hint.value != customer.siret:
        return _SAME_COMPANY if customer.siren and hint.value.startswith(customer.siren) else 0
    if hint.kind is HintKind.EMAIL:
        return _email_points(hint.value, emails)
    if hint.kind is HintKind.NAME:
        alike = fuzz.token_sort_ratio(normal(hint.value), normal(customer.name))
        return _POINTS[HintKind.NAME] if alike >= _NAME_RATIO else 0
    known = {
        HintKind.CODE: customer.code,
        HintKind.SIRET: customer.siret,
        HintKind.VAT_NUMBER: customer.vat_number,
        HintKind.SIREN: customer.siren,
    }[hint.kind]
    return _POINTS[hint.kind] if known and known.casefold() == hint.value.casefold() else 0


def _email_points(email: str, known: set[str]) -> int:
    if email in known:
        return _POINTS[HintKind.EMAIL]
    domain = email.rpartition("@")[2]
    same = domain not in _PUBLIC_DOMAINS and any(one.endswith(f"@{domain}") for one in known)
    return _SAME_DOMAIN if same else 0


def learn_codes(session: Session, customer: str, codes: Sequence[tuple[str, str]]) -> None:
    """Remember what a customer calls products: (his code, ours); the last meaning of a code counts."""
    if not codes:
        return
    customer_id = session.scalar(sa.select(Customer.id).where(Customer.code == customer))
    products = dict(
        session.execute(sa.select(Product.code, Product.id).where(Product.code.in_([b for _a, b in codes]))).all()
    )
    for theirs, ours in codes:
        known = session.scalar(
            sa.select(CustomerItemCode).where(
                CustomerItemCode.customer_id == customer_id, CustomerItemCode.code == theirs
            )
        )
        if known is None:
            session.add(CustomerItemCode(customer_id=customer_id, product_id=products[ours], code=theirs))
            session.flush()
        else:
            known.product_id = products[ours]


def match_address(
    session: Session, customer: Customer, hints: Iterable[CustomerHint], text: str
) -> CustomerAddress | None:
    """Return the customer's delivery address that the file names by its SIRET or its words."""
    addresses = session.scalars(
        sa.select(CustomerAddress).where(CustomerAddress.customer_id == customer.id).order_by(CustomerAddress.id)
    ).all()
    sirets = {hint.value for hint in hints if hint.place is HintPlace.SHIP_TO and hint.kind is HintKind.SIRET}
    for address in addresses:
        if address.siret and address.siret in sirets:
            return address
    said = normal(text)
    if len(said) < _MIN_ADDRESS:
        return None
    rated = sorted(((_address_likeness(said, address), address.id, address) for address in addresses), reverse=True)
    return rated[0][2] if rated and rated[0][0] >= _ADDRESS_RATIO else None


def _address_likeness(said: str, address: CustomerAddress) -> float:
    parts = (address.label, address.name, address.line1, address.line2, address.postcode, address.town)
    known = normal(" ".join(part for part in parts if part))
    return max(fuzz.token_set_ratio(said, known), 100.0 if said == normal(address.label) else 0.0)


@dataclass(frozen=True, slots=True)
class ProductMatch:
    """The product that a line means and how it was found; a `suggestion` when only the label is known."""

    product: Product | None = None
    resolved_by: str | None = None
    certainty: int = 0
    suggestion: str | None = None


class Catalogue:
    """Our products and one customer's own codes, loaded once for a whole file."""

    def __init__(self, session: Session, customer: Customer | None) -> None:
        products = session.scalars(sa.select(Product).order_by(Product.id)).all()
        self._by_id = {product.id: product for product in products}
        self._by_code = {product.code.casefold(): product for product in products}
        self._by_bare_code = _unique(products)
        self._by_ean = {product.ean: product for product in products if product.ean}
        self._labels = [(normal(product.label), product) for product in products]
        self._by_customer_code: dict[str, Product] = {}
        if customer is not None:
            self._load_item_codes(session, customer)
        self._known_labels: dict[str, ProductMatch] = {}

    def _load_item_codes(self, session: Session, customer: Customer) -> None:
        rows = session.scalars(sa.select(CustomerItemCode).where(CustomerItemCode.customer_id == customer.id))
        for row in rows:
            product = self._by_id[row.product_id]
            self._by_customer_code[row.code.casefold()] = product
            if row.label:
                self._labels.append((normal(row.label), product))

    def match(self, line: WrittenLine) -> ProductMatch:
        """Return what a line orders: by its codes in the order in which they count, by its label only without any."""
        named = () if line.codes or not line.label else (WrittenCode(CodeKind.CODE, line.label),)
        for code in (*line.codes, *named):  # a code without a digit may have been taken for a name
            product, resolved_by = self._by_written_code(code)
            if product is not None:
                return ProductMatch(product, resolved_by, 100)
        inside = self._by_code_inside(line.label)
        if inside is not None and not line.codes:
            return ProductMatch(inside, "our_code", 100)
        alike = self.by_label(line.label)
        if line.codes or not line.label:
            return ProductMatch(suggestion=alike.product.code if alike.product else None)
        return alike

    def _by_code_inside(self, label: str) -> Product | None:
        """Return the only product of ours whose code stands in a label (« EPS-1002 - Moutarde »)."""
        words = (word for word in _CODES.findall(label.casefold()) if any(map(str.isdigit, word)))
        named = {product.id: product for word in words if (product := self._by_code.get(word)) is not None}
        return next(iter(named.values())) if len(named) == 1 else None

    def _by_written_code(self, code: WrittenCode) -> tuple[Product | None, str | None]:
        value = code.value.casefold().strip()
        ours = self._by_code.get(value) or self._by_bare_code.get(_bare(value)), "our_code"
        theirs = self._by_customer_code.get(value), "customer_code"
        ean = self._by_ean.get(_bare(value)), "ean"
        order = {
            CodeKind.EAN: (ean, ours, theirs),
            CodeKind.CUSTOMER_ITEM: (theirs, ours, ean),
            CodeKind.CODE: (ours, theirs, ean),
        }[code.kind]
        return next(((product, how) for product, how in order if product is not None), (None, None))

    def by_label(self, label: str) -> ProductMatch:
        """Return the product that a label means: the same words, or nearly, with the same numbers in them."""
        said = normal(label)
        if said not in self._known_labels:
            self._known_labels[said] = self._rate_labels(said) if said else ProductMatch()
        return self._known_labels[said]

    def _rate_labels(self, said: str) -> ProductMatch:
        numbers = sorted(_NUMBERS.findall(said))
        rated: dict[int, float] = {}
        for known, product in self._labels:
            if known == said:
                return ProductMatch(product, "label", 100)
            # "l. 140" and "l. 160" are nearly the same words and not at all the same goods.
            if sorted(_NUMBERS.findall(known)) == numbers:
                rated[product.id] = max(rated.get(product.id, 0.0), fuzz.token_sort_ratio(said, known))
        best = sorted(((score, number) for number, score in rated.items()), reverse=True)[:2]
        if not best or best[0][0] < _LABEL_RATIO or (len(best) > 1 and best[0][0] - best[1][0] < _LABEL_MARGIN):
            return ProductMatch()
        return ProductMatch(self._by_id[best[0][1]], "label", round(best[0][0]))


def _bare(code: str) -> str:
    return re.sub(r"[\W_]+", "", code)


def _unique(products: Iterable[Product]) -> dict[str, Product]:
    """Return products by their code without separators, those that this confuses left out."""
    found: dict[str, Product | None] = {}
    for product in products:
        bare = _bare(product.code.casefold())
        found[bare] = product if bare not in found else None
    return {bare: product for bare, product in found.items() if product is not None}
