"""Our company, customers and products: made, looked up, refused; what is being typed is kept."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.models.errors import DomainError, KnownError
from adv_desktop.models.settings import Setting
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.company import Bank, create_database
from adv_desktop.services.customers import Contact, CustomerData, add_item_code, customer_of
from adv_desktop.services.logos import LARGEST_FILE, read_logo
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.products import product_of
from tests.support.company import COMPANY, TODAY, confirmed, product


def test_a_database_is_never_made_over_a_file(tmp_path):
    path = tmp_path / "company.db"
    path.write_text("mes notes")
    with pytest.raises(KnownError, match=r"database\.exists"):
        create_database(path, COMPANY, FixedDay(TODAY))
    assert path.read_text() == "mes notes"


def test_a_company_that_cannot_be_written_leaves_no_file(tmp_path):
    path = tmp_path / "company.db"
    unwritable = replace(COMPANY, numbering={"invoice": object()})
    with pytest.raises(Exception, match=r"JSON|serializable"):
        create_database(path, unwritable, FixedDay(TODAY))
    assert not path.exists()


def test_a_company_may_bring_its_own_prefixes(tmp_path):
    from adv_desktop.services.store import Store

    path = tmp_path / "company.db"
    create_database(path, replace(COMPANY, numbering={"invoice": "F"}), FixedDay(TODAY))
    store = Store(path, FixedDay(TODAY))
    with store.read() as session:
        assert session.get_one(Setting, "numbering").value == {"invoice": "F"}
    store.close()


def test_our_identity_banks_and_logo_are_replaced_together(services):
    record = services.company.show()
    identity = replace(record.identity, town="Villeurbanne")
    bank = Bank("FR7630006000011234567890189", "EXEMPLE ADV", name="Agence de Lyon")
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 16
    services.company.update(record.version, replace(COMPANY, identity=identity, banks=(bank,), logo=png))
    shown = services.company.show()
    assert (shown.identity.town, shown.banks, shown.logo) == ("Villeurbanne", (bank,), png)
    with pytest.raises(DomainError, match=r"document\.changed"):
        services.company.update(record.version, COMPANY)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (CustomerData(" ", "Sans code", terms="comptant"), "customer.incomplete"),
        (CustomerData("C1", "Déjà pris", terms="comptant"), "customer.code_taken"),
    ],
)
def test_a_customer_without_a_code_of_its_own_is_refused(services, data, code):
    with pytest.raises(DomainError) as refused:
        services.customers.create(data)
    assert refused.value.code == code


def test_a_customer_that_may_exist_already_is_named(services):
    services.customers.create(
        CustomerData("C2", "Brasserie du Lac", terms="comptant", postcode="74000", vat_number="FR40303265045")
    )
    asked = CustomerData("C9", "BRASSERIE DU LAC SARL", terms="comptant")
    alike = services.customers.look_alikes
    assert alike(replace(asked, siren="404833048")) == [("C1", "same_siren")]
    assert alike(replace(asked, vat_number="FR40303265045")) == [("C2", "same_vat_number")]
    assert alike(replace(asked, postcode="74000")) == [("C2", "same_name")]
    assert alike(replace(asked, name="Autre", postcode="74000")) == []
    assert alike(replace(asked, postcode="74000"), except_id=services.customers.show("C2").id) == []


def test_contacts_are_added_and_what_the_customer_calls_a_product_is_understood(services):
    record = services.customers.show("C1")
    services.customers.update(record.id, record.version, replace(record.data, contacts=(Contact("Mme Vernier"),)))
    with services.store.write("test") as session:
        customer = customer_of(session, "C1")
        add_item_code(session, customer, "REF-9", product_of(session, "P1"), None)
        session.flush()
        add_item_code(session, customer, "REF-9", product_of(session, "P2"), "Chez eux")
    order = confirmed(services, NewLine(Decimal(1), "P2"))
    assert services.orders.command(order.id).lines[0].customer_item_code == "REF-9"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (product(" ", "1"), "product.incomplete"),
        (replace(product("P9", "1"), pack=Decimal(0)), "product.not_positive"),
        (product("P1", "1"), "product.code_taken"),
        (product("P9", "-1"), "price.negative"),
        (replace(product("P9", "1"), replaced_by="INCONNU"), "product.not_found"),
    ],
)
def test_a_product_that_makes_no_sense_is_refused(services, data, code):
    with pytest.raises(DomainError) as refused:
        services.products.create(data)
    assert refused.value.code == code


def test_what_is_typed_is_kept_once_a_form_until_it_is_saved(services):
    services.form_drafts.keep("order", 0, {"customer": "C1"})
    services.form_drafts.keep("order", 0, {"customer": "C1", "lines": 2})
    services.form_drafts.keep("claim", 3, {"text": "cassé"})
    assert {(draft.kind, draft.document_id): draft.payload for draft in services.form_drafts.kept()} == {
        ("order", 0): {"customer": "C1", "lines": 2},
        ("claim", 3): {"text": "cassé"},
    }
    services.form_drafts.forget("order", 0)
    assert [draft.kind for draft in services.form_drafts.kept()] == ["claim"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"identity": replace(COMPANY.identity, vat_regime="inconnu")}, "company.vat_regime"),
        ({"numbering": {"lettre": "L"}}, "company.unknown_series"),
    ],
)
def test_a_company_that_does_not_hold_together_is_refused_before_a_file_exists(tmp_path, wrong, code):
    with pytest.raises(DomainError) as refused:
        create_database(tmp_path / "company.db", replace(COMPANY, **wrong), FixedDay(TODAY))
    assert refused.value.code == code
    assert not (tmp_path / "company.db").exists()


def test_a_logo_is_read_from_a_file_of_reasonable_size(tmp_path):
    from PIL import Image

    path = tmp_path / "logo.png"
    with pytest.raises(KnownError, match=r"file\.unreadable"):
        read_logo(path)
    Image.new("L", (40, 20)).save(path)
    assert read_logo(path).startswith(b"\x89PNG")
    with path.open("ab") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(DomainError, match=r"file\.too_large"):
        read_logo(path)
