"""Claims of the demonstration company: opened on a delivery or an invoice, decided, acted upon, closed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import partial

import sqlalchemy as sa

from adv_desktop.models.claim import Claim
from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import (
    ClaimActionKind,
    ClaimOutcome,
    ClaimSeverity,
    ClaimState,
    ClaimType,
    DocumentKind,
    InvoiceState,
    InvoiceType,
    LineKind,
)
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.services.claims import NewClaim, Origin
from adv_desktop.services.credits import NewCredit
from adv_desktop.services.demo_ledger import credit, open_amount
from adv_desktop.services.demo_world import Buyer, World
from adv_desktop.services.returns import AuthoriseReturn

_ON_DELIVERY = 0.05
_ON_INVOICE = 0.025
_LAST_DAYS = 12
_SENT_BACK = (("Article commandé par erreur", False), ("Emballage abîmé au transport", True))


@dataclass(frozen=True, slots=True)
class _Kind:
    """A claim that customers make, with how often, its usual cause, who answers, and what is done."""

    type: ClaimType
    weight: int
    description: str
    cause: str
    service: str
    action: ClaimActionKind
    reason: str


_DELIVERY_KINDS = (
    _Kind(ClaimType.SHORTAGE, 30, "Il manque des pièces dans le carton", "Erreur de préparation", "Logistique",
          ClaimActionKind.CREDIT, "Manquant confirmé à l'inventaire"),
    _Kind(ClaimType.DAMAGED, 25, "Marchandise abîmée à la réception", "Emballage", "Logistique",
          ClaimActionKind.CREDIT, "Photos reçues, casse confirmée"),
    _Kind(ClaimType.DELAY, 18, "Livraison après la date promise", "Date promise trop tôt", "ADV",
          ClaimActionKind.GOODWILL, "Retard reconnu, geste commercial"),
    _Kind(ClaimType.WRONG_PRODUCT, 12, "Article différent de celui commandé", "Erreur de préparation", "Logistique",
          ClaimActionKind.CREDIT, "Erreur de préparation"),
    _Kind(ClaimType.QUALITY, 10, "Goût altéré, lot à vérifier", "Production", "Qualité",
          ClaimActionKind.CREDIT, "Défaut confirmé par la qualité"),
    _Kind(ClaimType.TRANSPORT, 5, "Réserves sur le récépissé du transporteur", "Transporteur", "Transport",
          ClaimActionKind.CREDIT, "Réserves dans les trois jours"),
)  # fmt: skip
_INVOICE_KINDS = (
    _Kind(ClaimType.PRICE, 55, "Le prix facturé n'est pas celui du tarif", "Erreur de tarif", "Commerce",
          ClaimActionKind.PRICE, "Prix du contrat non appliqué"),
    _Kind(ClaimType.QUANTITY_INVOICED, 25, "Quantité facturée supérieure à la quantité reçue",
          "Erreur de facturation", "ADV",
          ClaimActionKind.CREDIT, "Écart constaté sur le bon de livraison"),
    _Kind(ClaimType.DOCUMENT, 20, "Il manque notre référence de commande sur la facture", "Référence oubliée",
          "ADV", ClaimActionKind.NONE, "Référence communiquée au client"),
)  # fmt: skip


def maybe_on_delivery(world: World, delivery_id: int, buyer: Buyer) -> None:
    """Let a customer complain about a delivery, now and then."""
    if world.happens(_ON_DELIVERY * _often(world)):
        world.after(world.rng.randint(1, 5), partial(_open_on_delivery, world, delivery_id, buyer))


def maybe_on_invoice(world: World, number: str, buyer: Buyer) -> None:
    """Let a customer dispute an invoice, now and then."""
    if world.happens(_ON_INVOICE * _often(world)):
        world.after(world.rng.randint(2, 9), partial(_open_on_invoice, world, number, buyer))


def _often(world: World) -> int:
    """Return how much likelier a claim is: in the last days enough of them for some to wait on the last one."""
    return 4 if world.days_left <= _LAST_DAYS else 1


def _draw(world: World, kinds: tuple[_Kind, ...]) -> _Kind:
    return world.rng.choices(kinds, [kind.weight for kind in kinds])[0]


def _severity(world: World) -> ClaimSeverity:
    severities = (ClaimSeverity.LOW, ClaimSeverity.NORMAL, ClaimSeverity.HIGH, ClaimSeverity.CRITICAL)
    return world.rng.choices(severities, (20, 55, 20, 5))[0]


def _open_on_delivery(world: World, delivery_id: int, buyer: Buyer) -> None:
    kind = _draw(world, _DELIVERY_KINDS)
    with world.store.read() as session:
        number = session.scalars(sa.select(Delivery.number).where(Delivery.id == delivery_id)).one()
        lines = session.execute(
            sa.select(DeliveryLine.id, DeliveryLine.no)
            .where(DeliveryLine.delivery_id == delivery_id, DeliveryLine.kind == LineKind.ITEM, DeliveryLine.net > 0)
            .order_by(DeliveryLine.no)
        ).all()
    if not lines:
        return
    line = world.rng.choice(lines)
    claim = _open(world, buyer, kind, Origin(DocumentKind.DELIVERY, number or "", line.no), 0)
    _plan(world, buyer, claim, kind, line.id)


def _open_on_invoice(world: World, number: str, buyer: Buyer) -> None:
    kind = _draw(world, _INVOICE_KINDS)
    left = open_amount(world, number)
    if left <= 0:
        return
    with world.store.read() as session:
        found = sa.select(InvoiceLine.no, InvoiceLine.delivery_line_id).join(
            Invoice, Invoice.id == InvoiceLine.invoice_id
        )
        lines = session.execute(
            found.where(Invoice.number == number, InvoiceLine.delivery_line_id.is_not(None), InvoiceLine.net > 0)
        ).all()
    if not lines:
        return
    line = world.rng.choice(lines)
    disputed = left * world.rng.randint(1, 4) // 10
    claim = _open(world, buyer, kind, Origin(DocumentKind.INVOICE, number, line.no), disputed)
    _plan(world, buyer, claim, kind, line.delivery_line_id or 0)


def _open(world: World, buyer: Buyer, kind: _Kind, origin: Origin, disputed: int) -> str:
    return world.verbs.claims.open(
        NewClaim(
            customer=buyer.code,
            type=kind.type,
            description=kind.description,
            severity=_severity(world),
            origin=origin,
            disputed=disputed,
            service=kind.service,
            person=buyer.contact,
            cause=kind.cause,
        )
    ).number


def _plan(world: World, buyer: Buyer, claim: str, kind: _Kind, delivery_line: int) -> None:
    rng = world.rng
    world.after(rng.randint(1, 2), partial(_move, world, claim, ClaimState.IN_PROGRESS))
    if world.happens(0.35):
        state = ClaimState.WAITING_CUSTOMER if world.happens(0.5) else ClaimState.WAITING_INTERNAL
        world.after(3, partial(_move, world, claim, state))
    world.after(rng.randint(4, 18), partial(_decide, world, buyer, claim, kind, delivery_line))


def _move(world: World, claim: str, state: ClaimState) -> None:
    with world.store.read() as session:
        version = session.scalars(sa.select(Claim.version).where(Claim.number == claim)).one()
    world.verbs.claims.move(claim, version, state)


def _decide(world: World, buyer: Buyer, claim: str, kind: _Kind, delivery_line: int) -> None:
    """Accept most claims; an accepted one ends with a credit note, a refused one with its reason."""
    if world.happens(0.2):
        world.verbs.claims.decide(
            claim, ClaimOutcome.REFUSED, "Réserves absentes du bon de livraison", ClaimActionKind.NONE
        )
        world.after(1, partial(_close, world, claim))
        return
    outcome = ClaimOutcome.PARTLY if world.happens(0.15) else ClaimOutcome.ACCEPTED
    world.verbs.claims.decide(claim, outcome, kind.reason, kind.action)
    if kind.action is ClaimActionKind.NONE:
        world.after(1, partial(_close, world, claim))
    else:
        world.after(world.rng.randint(1, 4), partial(_credit, world, buyer, claim, kind, delivery_line))


def _credit(world: World, buyer: Buyer, claim: str, kind: _Kind, delivery_line: int) -> None:
    """Credit the line that the claim is about, once it is invoiced; then close the claim."""
    with world.store.read() as session:
        line = session.execute(
            sa.select(InvoiceLine.invoice_id, InvoiceLine.no, InvoiceLine.quantity)
            .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
            .where(
                InvoiceLine.delivery_line_id == delivery_line,
                Invoice.state == InvoiceState.ISSUED,
                Invoice.type == InvoiceType.INVOICE,
            )
        ).first()
        credited = (
            line is not None
            and session.scalars(sa.select(Invoice.id).where(Invoice.origin_id == line.invoice_id).limit(1)).first()
        )
    if line is None or credited:
        world.after(5, partial(_credit, world, buyer, claim, kind, delivery_line))
        return
    if kind.action is ClaimActionKind.CREDIT:
        quantity = max(Decimal(1), (line.quantity / 4).quantize(Decimal(1)))
        command = NewCredit(line.invoice_id, kind.reason, lines={line.no: min(quantity, line.quantity)}, claim=claim)
    else:
        command = NewCredit(line.invoice_id, kind.reason, percent=Decimal(3), reason_code="goodwill", claim=claim)
    credit(world, buyer, command)
    world.after(1, partial(_close, world, claim))


def _close(world: World, claim: str) -> None:
    world.verbs.claims.close(claim)


def send_back(world: World) -> None:
    """On the last day, leave a return that is awaited and one whose goods wait to be inspected."""
    with world.store.read() as session:
        lines = session.execute(
            sa.select(DeliveryLine.delivery_id, sa.func.min(DeliveryLine.id).label("line_id"))
            .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
            .where(Delivery.number.is_not(None), DeliveryLine.kind == LineKind.ITEM, Delivery.delivery_date < world.day)
            .group_by(DeliveryLine.delivery_id)
            .order_by(DeliveryLine.delivery_id.desc())
            .limit(len(_SENT_BACK))
        ).all()
    returns = world.verbs.returns
    for line, (reason, here) in zip(lines, _SENT_BACK, strict=False):
        ref = returns.authorise(AuthoriseReturn(line.delivery_id, {line.line_id: Decimal(1)}, reason))
        if here:
            returns.receive(ref.id, ref.version)
