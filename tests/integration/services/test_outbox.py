"""The outbox on a real mail server: what waits, what leaves, what stays red and why."""

import datetime as dt
import email
from dataclasses import replace
from decimal import Decimal
from email.policy import default

import keyring
import pytest
import sqlalchemy as sa
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

from adv_desktop.models.delivery import DocumentEvent
from adv_desktop.models.enums import ContactPurpose, DocumentKind, MessageState
from adv_desktop.models.errors import DomainError, KnownError
from adv_desktop.services import texts
from adv_desktop.services.customer_parts import Contact
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.jobs import Cancelled, Progress
from adv_desktop.services.mail.passwords import Kept
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.outbox import EditMessage
from adv_desktop.services.queries import outbox
from adv_desktop.services.sentences import sentence
from tests.support.company import TODAY, confirmed, invoiced, new_company, shipped
from tests.support.mail import Inbox, mail_server

LINE = NewLine(Decimal(4), "P1")


class Ring(KeyringBackend):
    """A key ring in memory."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password


@pytest.fixture(autouse=True)
def ring():
    before, ring = keyring.get_keyring(), Ring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db")
    made.settings.set("mail.sender", "adv@exemple.fr")
    for code, language, address in (("C2", "fr", "achats@deux.fr"), ("C3", "en", "orders@three.example")):
        made.customers.create(
            CustomerData(code, f"Client {code}", terms="30 jours nets", email=address, language=language)
        )
    yield made
    made.close()


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture
def server(services, inbox):
    with mail_server(inbox) as port:
        use(services, port)
        yield inbox


def use(services, port, user=""):
    for key, value in (("host", "127.0.0.1"), ("port", port), ("security", "none"), ("user", user)):
        services.settings.set(f"mail.{key}", value)


def message(services, message_id):
    with services.store.read() as session:
        return outbox.detail(session, message_id, TODAY)


def acknowledged(services, customer="C2", **header):
    order = confirmed(services, LINE, customer=customer, **header)
    (message_id,) = services.outbox_filling.acknowledgements([order.id])
    return order, message_id


def attachments(mail):
    return [(part.get_filename(), part.get_content()) for part in mail.iter_attachments()]


def test_an_acknowledgement_waits_then_leaves_in_the_language_of_the_customer(services, server):
    _order, french = acknowledged(services, customer_reference="PO-1")
    _order, english = acknowledged(services, "C3")
    assert message(services, french).message_state is MessageState.TO_SEND
    assert server.messages == []
    done = services.outbox.send()
    assert (done.sent, done.failed) == ((french, english), ())
    first, second = server.messages
    assert first["To"] == "achats@deux.fr"
    assert first["From"] == "EXEMPLE ADV SARL <adv@exemple.fr>"
    assert first["Subject"] == "Accusé de réception de votre commande PO-1 / CDE2026000001"
    assert first.get_body().get_content().split()[-4:] == ["Cordialement,", "EXEMPLE", "ADV", "SARL"]
    assert second["Subject"] == "Acknowledgement of your order CDE2026000002"
    assert attachments(first) == [("ARC_CDE2026000001.pdf", b"acknowledgement 1")]
    assert message(services, french).message_state is MessageState.SENT


def test_what_was_sent_is_an_event_of_its_document_and_never_leaves_twice(services, server):
    order, message_id = acknowledged(services)
    services.outbox.send()
    with services.store.read() as session:
        (event,) = session.scalars(sa.select(DocumentEvent))
    assert (event.kind, event.document_kind, event.document_id) == ("sent", DocumentKind.ORDER, order.id)
    assert event.detail == {"to": ["achats@deux.fr"]}
    with pytest.raises(DomainError, match=r"outbox\.nothing"):
        services.outbox.send()
    assert len(services.outbox.send([message_id]).failed) == 1
    assert len(server.messages) == 1


def test_the_invoices_of_a_customer_wait_in_one_message_and_go_to_who_books_them(services, server):
    customer = services.customers.show("C2")
    services.customers.update(customer.id, customer.version, replace(customer.data, invoice_email="compta@deux.fr"))
    ids = []
    for _invoice in range(2):
        order = confirmed(services, LINE, customer="C2")
        invoiced(services, shipped(services, order.id))
        ids.append(len(ids) + 1)
    first = services.outbox_filling.invoices(ids[:1])
    assert services.outbox_filling.invoices(ids[1:]) == first
    services.outbox.send()
    (mail,) = server.messages
    assert mail["To"] == "compta@deux.fr"
    assert mail["Subject"] == "Nos factures FA2026000001, FA2026000002"
    assert [name for name, _content in attachments(mail)] == ["FA2026000001.pdf", "FA2026000002.pdf"]


def test_the_delivery_note_leaves_as_the_bytes_that_were_kept(services, server):
    delivery = shipped(services, confirmed(services, LINE, customer="C2").id)
    services.outbox_filling.delivery_notes([delivery])
    services.outbox.send()
    assert attachments(server.messages[0]) == [("BL2026000001.pdf", b"delivery note 1 BL2026000001")]


def amend(services, order_id, **changes):
    command = services.orders.command(order_id)
    lines = tuple(replace(line, **changes) for line in command.lines)
    with services.store.read() as session:
        from adv_desktop.services.orders import order_by_id

        version = order_by_id(session, order_id).version
    services.orders.update(order_id, version, replace(command, lines=lines))


def test_an_order_changed_after_its_acknowledgement_sends_the_amended_one(services, server):
    order, _message_id = acknowledged(services)
    services.outbox.send()
    amend(services, order.id, quantity=Decimal(6))
    services.outbox_filling.acknowledgements([order.id])
    services.outbox.send()
    assert server.messages[1]["Subject"] == "Accusé de réception modifié de votre commande CDE2026000001"


def test_a_document_put_in_again_takes_its_own_place(services):
    order, message_id = acknowledged(services)
    assert services.outbox_filling.acknowledgements([order.id]) == (message_id,)
    assert len(message(services, message_id).files) == 1


def test_a_delay_is_told_with_the_dates_before_and_after(services, server):
    order = confirmed(services, LINE, customer="C2", requested=dt.date(2026, 12, 1))
    with pytest.raises(DomainError, match=r"order\.not_delayed"):
        services.outbox_filling.delay_notice(order.id)
    services.orders.acknowledge(order.id)
    amend(services, order.id, promised=dt.date(2026, 12, 8))
    services.outbox_filling.delay_notice(order.id)
    services.outbox.send()
    (mail,) = server.messages
    assert mail["Subject"] == "Retard de votre commande CDE2026000001"
    assert "– Article P1, 4\u00a0: promis pour le 01/12/2026, désormais le 08/12/2026" in mail.get_body().get_content()


def test_an_address_that_the_server_refuses_stays_red_and_leaves_once_it_is_corrected(services, server):
    server.refused.add("achats@deux.fr")
    _order, message_id = acknowledged(services)
    _other, passes = acknowledged(services, "C3")
    done = services.outbox.send()
    assert done.sent == (passes,)
    row = message(services, message_id)
    assert row.message_state is MessageState.FAILED
    assert "achats@deux.fr" in sentence(row.failure, texts.of("fr"))
    services.outbox.edit(EditMessage(message_id, ("juste@deux.fr",), row.subject, row.body))
    assert services.outbox.send().sent == (message_id,)
    assert server.messages[-1]["To"] == "juste@deux.fr"


def test_a_customer_without_an_address_is_told_as_such(services, server):
    _order, message_id = acknowledged(services, "C1")
    (failure,) = services.outbox.send().failed
    assert failure.error.code == "outbox.no_recipient"
    assert message(services, message_id).message_state is MessageState.FAILED
    assert server.messages == []


def test_a_server_that_does_not_answer_changes_nothing(services, inbox):
    with mail_server(inbox) as port:
        use(services, port)
    _order, message_id = acknowledged(services)
    with pytest.raises(KnownError, match=r"mail\.unreachable"):
        services.outbox.send()
    assert message(services, message_id).message_state is MessageState.TO_SEND


def test_a_server_that_does_not_encrypt_as_asked_gets_nothing(services, server):
    acknowledged(services)
    services.settings.set("mail.security", "starttls")
    with pytest.raises(KnownError, match=r"mail\.no_encryption"):
        services.outbox.send()
    assert server.messages == []


def test_a_cancel_acts_between_two_messages_and_the_rest_goes_on_waiting(services, server):
    _order, first = acknowledged(services)
    _order, second = acknowledged(services, "C3")
    progress = Progress(lambda step: progress.cancel() if step.done == 0 else None)
    with pytest.raises(Cancelled):
        services.outbox.send(None, progress)
    states = [message(services, one).message_state for one in (first, second)]
    assert states == [MessageState.SENT, MessageState.TO_SEND]
    assert len(server.messages) == 1


def test_the_pace_of_the_account_is_kept(services, server):
    services.settings.set("mail.a_minute", 30)
    pauses = []
    services.outbox._pause = pauses.append
    acknowledged(services)
    acknowledged(services, "C3")
    services.outbox.send()
    assert pauses == [2.0]


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # the server is on this machine
def test_the_password_is_in_the_key_ring_and_nowhere_in_the_database(services, inbox, ring):
    inbox.passwords["adv"] = "très secret"
    with mail_server(inbox, asks_password=True) as port:
        use(services, port, user="adv")
        acknowledged(services)
        with pytest.raises(DomainError, match=r"mail\.no_password"):
            services.outbox.send()
        assert services.outbox.keep_password("faux") is Kept.KEY_RING
        with pytest.raises(DomainError, match=r"mail\.login_refused"):
            services.outbox.send()
        services.outbox.keep_password("très secret")
        assert services.outbox.send().failed == ()
        assert services.outbox.try_account() == "adv@exemple.fr"
    assert len(inbox.messages) == 2
    services.store.checkpoint()
    assert "très secret".encode() not in services.store.path.read_bytes()


def test_without_a_key_ring_the_password_is_kept_in_memory_and_that_is_told(services, monkeypatch):
    keyring.set_keyring(NoKeyring())
    use(services, 25, user="adv")
    assert services.outbox.password_kept() is Kept.NOWHERE
    assert services.outbox.keep_password("secret") is Kept.MEMORY
    assert services.outbox.password_kept() is Kept.MEMORY
    monkeypatch.setenv("ADV_MAIL_PASSWORD", "autre")
    assert services.outbox.password_kept() is Kept.ENVIRONMENT


def test_a_password_never_travels_in_clear(services):
    use(services, 25, user="adv")
    services.settings.set("mail.host", "smtp.exemple.fr")
    services.outbox.keep_password("secret")
    acknowledged(services)
    with pytest.raises(DomainError, match=r"mail\.password_in_clear"):
        services.outbox.send()


def test_without_an_account_messages_are_files_that_the_mail_program_opens(services, tmp_path):
    _order, message_id = acknowledged(services)
    (path,) = services.outbox.send().drafted
    assert path.parent == tmp_path / "messages"
    mail = email.message_from_bytes(path.read_bytes(), policy=default)
    assert (mail["X-Unsent"], mail["To"]) == ("1", "achats@deux.fr")
    assert attachments(mail) == [("ARC_CDE2026000001.pdf", b"acknowledgement 1")]
    assert message(services, message_id).message_state is MessageState.DRAFTED
    services.outbox.mark_sent([message_id])
    assert message(services, message_id).message_state is MessageState.SENT
    with pytest.raises(DomainError, match=r"outbox\.wrong_state"):
        services.outbox.discard([message_id])


@pytest.mark.parametrize(
    ("recipients", "subject", "code"),
    [
        (("pas une adresse",), "Objet", "setting.address_refused"),
        (("a@b.fr",), "  ", "outbox.subject_refused"),
        (("a@b.fr",), "Objet\r\nBcc: tous@deux.fr", "outbox.subject_refused"),
    ],
)
def test_a_correction_that_no_server_would_take_is_refused(services, recipients, subject, code):
    _order, message_id = acknowledged(services)
    with pytest.raises(DomainError) as refused:
        services.outbox.edit(EditMessage(message_id, recipients, subject, "Texte"))
    assert refused.value.code == code


def test_a_text_that_was_changed_is_kept_when_a_document_joins(services):
    first = confirmed(services, LINE, customer="C2")
    second = confirmed(services, LINE, customer="C2")
    (message_id,) = services.outbox_filling.acknowledgements([first.id])
    row = message(services, message_id)
    services.outbox.edit(EditMessage(message_id, row.recipients, row.subject, "Bonjour Paul"))
    services.outbox_filling.acknowledgements([second.id])
    row = message(services, message_id)
    assert (row.body, len(row.files)) == ("Bonjour Paul", 2)


def test_a_message_that_is_discarded_leaves_its_document(services):
    order, message_id = acknowledged(services)
    services.outbox.discard([message_id])
    with pytest.raises(DomainError, match=r"outbox\.not_found"):
        message(services, message_id)
    assert services.orders.command(order.id).customer == "C2"


def contact(name, *purposes):
    return Contact(name, email=f"{name}@client.fr", purposes=tuple(purposes))


def test_each_paper_goes_to_the_contacts_who_take_it(services):
    record = services.customers.show("C1")
    people = (
        contact("achats", ContactPurpose.ORDERS),
        contact("quai", ContactPurpose.LOGISTICS),
        contact("compta", ContactPurpose.INVOICES, ContactPurpose.REMINDERS),
        contact("tresor", ContactPurpose.INVOICES),
    )
    services.customers.update(record.id, record.version, replace(record.data, contacts=people))
    order = confirmed(services, LINE)
    delivery = shipped(services, order.id)
    invoiced(services, delivery)
    queued = [
        *services.outbox_filling.acknowledgements([order.id]),
        *services.outbox_filling.delivery_notes([delivery]),
        *services.outbox_filling.invoices([1]),
    ]
    with services.store.read() as session:
        rows = outbox.rows(session, queued, TODAY)
    assert [rows[message].recipients for message in queued] == [
        ("achats@client.fr",),
        ("quai@client.fr",),
        ("compta@client.fr", "tresor@client.fr"),
    ]


def test_without_a_contact_for_goods_the_delivery_note_goes_to_those_who_order(services):
    record = services.customers.show("C1")
    people = (contact("achats", ContactPurpose.ORDERS), contact("compta", ContactPurpose.INVOICES))
    services.customers.update(record.id, record.version, replace(record.data, contacts=people))
    (message,) = services.outbox_filling.delivery_notes([shipped(services, confirmed(services, LINE).id)])
    with services.store.read() as session:
        assert outbox.rows(session, [message], TODAY)[message].recipients == ("achats@client.fr",)
