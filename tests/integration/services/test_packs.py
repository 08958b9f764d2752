"""A line may be ordered in packs: kept in the unit of the product, printed in both."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.packs import Pack
from adv_desktop.services.deliveries import delivery_by_id
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import as_command, order_by_id
from adv_desktop.services.printing.deliveries import delivery_note_content, picking_list_content
from adv_desktop.services.printing.orders import acknowledgement_content
from adv_desktop.services.printing.quotations import quotation_content
from adv_desktop.services.quotation_reading import quotation_by_id
from adv_desktop.services.quotations import Acceptance, NewQuotation
from tests.support.company import TODAY, confirmed, shipped


@pytest.fixture
def packed(services):
    """P1 comes in cartons of 12."""
    record = services.products.show("P1")
    data = replace(record.data, pack_label="carton", pack_size=Decimal(12))
    services.products.update(record.id, record.version, data)
    return services


def lines_of(services, order_id):
    with services.store.read() as session:
        return order_by_id(session, order_id).lines


def test_three_cartons_are_kept_as_thirty_six_pieces_with_what_they_were_counted_in(packed):
    ref = packed.orders.create(NewOrder("C1", (NewLine(Decimal(3), "P1", counted_in="ct"),)))
    line = lines_of(packed, ref.id)[0]
    assert (line.quantity, line.unit, line.packing) == (36, "C62", Pack("carton", Decimal(12)))
    assert line.net == 36 * 3333


def test_an_order_read_back_is_not_multiplied_again_even_when_the_pack_changed(packed):
    ref = packed.orders.create(NewOrder("C1", (NewLine(Decimal(3), "P1", counted_in="carton"),)))
    record = packed.products.show("P1")
    packed.products.update(record.id, record.version, replace(record.data, pack_size=Decimal(10)))
    with packed.store.read() as session:
        command = as_command(session, order_by_id(session, ref.id))
    packed.orders.update(ref.id, ref.version, command)
    line = lines_of(packed, ref.id)[0]
    assert (line.quantity, line.packing) == (36, Pack("carton", Decimal(12)))


def test_a_quantity_that_no_longer_makes_whole_packs_forgets_them(packed):
    asked = NewLine(Decimal(37), "P1", pack=Pack("carton", Decimal(12)))
    ref = packed.orders.create(NewOrder("C1", (asked,)))
    assert lines_of(packed, ref.id)[0].packing is None


def test_the_price_of_a_threshold_is_that_of_the_pieces(packed):
    preview = packed.orders.preview(NewOrder("C1", (NewLine(Decimal(1), "P1", counted_in="dz"),)))
    assert (preview.lines[0].quantity, preview.lines[0].pack) == (12, Pack("carton", Decimal(12)))


def test_a_unit_that_nobody_can_convert_is_refused_and_writes_nothing(packed):
    with pytest.raises(DomainError) as refused:
        packed.orders.create(NewOrder("C1", (NewLine(Decimal(3), "P1", counted_in="palettes"),)))
    assert (refused.value.code, refused.value.facts["written"]) == ("unit.unknown", "palettes")


def test_a_free_line_takes_the_unit_that_was_typed(packed):
    asked = NewLine(Decimal(3), label="Pose", unit_price=Decimal(50), counted_in="h")
    ref = packed.orders.create(NewOrder("C1", (asked,)))
    assert lines_of(packed, ref.id)[0].unit == "HUR"


@pytest.mark.parametrize(
    ("label", "size", "code"),
    [
        ("carton", None, "product.half_a_pack"),
        (None, "12", "product.half_a_pack"),
        ("carton", "1", "product.pack_of_one"),
    ],
)
def test_a_pack_needs_a_name_and_more_than_one_unit(services, label, size, code):
    record = services.products.show("P1")
    data = replace(record.data, pack_label=label, pack_size=Decimal(size) if size else None)
    with pytest.raises(DomainError) as refused:
        services.products.update(record.id, record.version, data)
    assert refused.value.code == code


def test_the_papers_say_the_packs_beside_the_pieces(packed):
    ref = confirmed(packed, NewLine(Decimal(3), "P1", counted_in="ct"))
    with packed.store.read() as session:
        acknowledged = acknowledgement_content(session, order_by_id(session, ref.id), packed.clock.now())
    assert acknowledged.lines[0].detail == "3 × carton de 12"
    note = shipped(packed, ref.id, "26")
    with packed.store.read() as session:
        delivery = delivery_by_id(session, note)
        assert delivery_note_content(session, delivery).lines[0].detail == "2 × carton de 12 + 2"
        assert picking_list_content(session, delivery, TODAY).lines[0].detail == "2 × carton de 12 + 2"


@pytest.mark.parametrize(("accepted", "kept"), [("36", Pack("carton", Decimal(12))), ("30", None)])
def test_a_quotation_keeps_and_prints_its_packs_and_passes_them_on_to_the_order(packed, accepted, kept):
    asked = NewOrder("C1", (NewLine(Decimal(3), "P1", counted_in="ct"),))
    ref = packed.quotations.create(NewQuotation(asked))
    record = packed.products.show("P1")
    packed.products.update(record.id, record.version, replace(record.data, pack_size=Decimal(10)))
    again = packed.quotations.update(ref.id, ref.version, packed.quotations.command(ref.id))
    with packed.store.read() as session:
        quotation = quotation_by_id(session, again.id)
        assert (quotation.lines[0].quantity, quotation.lines[0].packing) == (36, Pack("carton", Decimal(12)))
        assert quotation_content(session, quotation).lines[0].detail == "3 × carton de 12"
    order = packed.quotations.accept(Acceptance(ref.id, quantities={1: Decimal(accepted)}))
    (line,) = lines_of(packed, order.id)
    assert (line.quantity, line.packing) == (Decimal(accepted), kept)
