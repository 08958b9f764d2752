"""Proof of what was sold without VAT: asked for by what was sold and who carries, kept with the delivery, chased."""

import datetime as dt
from decimal import Decimal

import pytest

from adv_desktop.models.enums import VatCategory, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.transport_proofs import TransportProof, chased_on, needs
from adv_desktop.services import transport_proofs
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.queries import deliveries
from adv_desktop.services.queries.filters import ListFilter
from tests.support.company import TODAY, confirmed, shipped

K, G = VatCategory.INTRA_EU, VatCategory.EXPORT
EXIT, CMR, BILL, STATEMENT = (
    TransportProof.EXIT, TransportProof.CMR, TransportProof.CARRIER_INVOICE, TransportProof.BUYER_STATEMENT,
)  # fmt: skip


@pytest.mark.parametrize(
    ("categories", "incoterm", "given", "proved"),
    [
        ([G], None, [], False),
        ([G], None, [CMR], False),
        ([G], None, [EXIT], True),
        ([K], "DAP Liège", [CMR], False),
        ([K], "DAP Liège", [CMR, BILL], True),
        ([K], "EXW Lyon", [CMR, BILL], False),
        ([K], "EXW Lyon", [CMR, STATEMENT], True),
        ([], None, [], True),
    ],
)
def test_what_was_sold_and_who_carries_say_what_proves_it(categories, incoterm, given, proved):
    assert (not needs(categories, incoterm, given)) is proved


def test_a_proof_is_chased_at_thirty_sixty_and_ninety_days():
    days = [chased_on(TODAY, TODAY + dt.timedelta(days=after)) for after in (29, 30, 75, 200)]
    assert days == [None, *(TODAY + dt.timedelta(days=after) for after in (30, 60, 90))]


@pytest.fixture
def exported(services):
    """A delivery to Switzerland."""
    services.customers.create(
        CustomerData("CH", "Vinothèque SA", terms="30 jours nets", country="CH", vat_regime=VatRegime.EXPORT,
                     line1="1 rue", postcode="1201", town="Genève")
    )  # fmt: skip
    return shipped(services, confirmed(services, NewLine(Decimal(1), "P1"), customer="CH").id, override="vérifié")


def unproved(services):
    with services.store.read() as session:
        listed = list(deliveries.ids(session, ListFilter("unproved"), "", False, TODAY))
        found = [state.delivery_id for state in transport_proofs.unproved(session, TODAY)]
        assert listed == found
        return found


def test_an_export_is_listed_until_its_exit_is_kept_with_it(services, exported, tmp_path):
    assert unproved(services) == [exported]
    path = tmp_path / "ecs.pdf"
    path.write_bytes(b"%PDF-1.7 sortie")
    assert services.transport_proofs.attach(exported, path, EXIT).proved
    assert unproved(services) == []


def test_what_was_sold_with_vat_asks_for_no_proof(services, tmp_path):
    at_home = shipped(services, confirmed(services, NewLine(Decimal(1), "P1")).id)
    path = tmp_path / "cmr.pdf"
    path.write_bytes(b"%PDF-1.7 cmr")
    with pytest.raises(DomainError) as refused:
        services.transport_proofs.attach(at_home, path, CMR)
    assert refused.value.code == "delivery.no_proof_needed"
    assert unproved(services) == []
