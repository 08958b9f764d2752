"""Late and at-risk lines: who asked for another day, who knows it, and the file that logistics gives back."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.punctuality import AskedBy, PromiseReason
from adv_desktop.services.new_dates import DateVerdict
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.queries import late_lines, outbox
from adv_desktop.services.rescheduling import Promise
from tests.support.company import TODAY, confirmed, line_ids, product

DAY = dt.timedelta(days=1)
MON, NEXT = TODAY + 6 * DAY, TODAY + 7 * DAY


@pytest.fixture
def scarce(services):
    """A product of which ten pieces are there."""
    services.products.create(product("P9", "5.00", stock="10"))
    return services


def order(services, quantity, promised, **header):
    made = confirmed(services, NewLine(Decimal(quantity), "P9", promised=promised), **header)
    services.orders.acknowledge(made.id)
    return made


def listed(services, today=TODAY):
    with services.store.read() as session:
        return late_lines.lines(session, today)


def first(services, order_id):
    with services.store.read() as session:
        found = order_by_id(session, order_id)
        return found.version, found.lines[0]


def promise(services, order_id, on, **cause):
    return services.rescheduling.promise([Promise(order_id, first(services, order_id)[0], on, **cause)])


def test_what_is_late_or_promised_soon_and_not_reserved_is_listed_and_nothing_else(scarce):
    order(scarce, 8, MON)  # reserved
    short = order(scarce, 5, MON)  # two of five are there
    order(scarce, 3, TODAY + 30 * DAY)  # far
    assert [(line.number, line.left, line.reserved, line.late) for line in listed(scarce)] == [
        (short.number, Decimal(5), Decimal(2), False)
    ]
    assert [line.days_late for line in listed(scarce, MON + 3 * DAY)] == [3, 3]


def test_the_customers_wish_moves_the_first_promise_and_ours_never_does(scarce):
    mine = order(scarce, 5, MON)
    promise(scarce, mine.id, NEXT, reason=PromiseReason.SUPPLIER)
    line = first(scarce, mine.id)[1]
    assert (line.first_promised, line.promised, line.promise_cause) == (MON, NEXT, "supplier")
    promise(scarce, mine.id, NEXT + DAY, asked_by=AskedBy.CUSTOMER, reason=PromiseReason.CUSTOMER_WISH)
    line = first(scarce, mine.id)[1]
    assert (line.first_promised, line.promised) == (NEXT + DAY, NEXT + DAY)


def test_a_line_alone_is_dated_anew_and_the_others_keep_their_day(scarce):
    line = NewLine(Decimal(2), "P9", promised=MON)
    mine = confirmed(scarce, line, line)
    ids = line_ids(scarce, mine.id)
    promise(scarce, mine.id, NEXT, line_ids=(ids[1],))
    with scarce.store.read() as session:
        assert [line.promised for line in order_by_id(session, mine.id).lines] == [MON, NEXT]


def test_the_list_tells_the_reason_and_whether_the_customer_knows(scarce):
    mine = order(scarce, 50, MON)
    promise(scarce, mine.id, NEXT, reason=PromiseReason.PRODUCTION, comment="Four en panne")
    (line,) = listed(scarce)
    assert (line.reason, line.asked_by, line.comment, line.told_on) == (
        PromiseReason.PRODUCTION, AskedBy.US, "Four en panne", None,
    )  # fmt: skip
    scarce.rescheduling.tell([line.id])
    assert listed(scarce)[0].told_on == TODAY


def test_a_day_that_the_customer_asked_for_is_known_to_it(scarce):
    mine = order(scarce, 50, MON)
    promise(scarce, mine.id, NEXT, asked_by=AskedBy.CUSTOMER)
    assert listed(scarce)[0].told_on == TODAY


def test_a_notice_that_left_tells_the_customer(scarce, tmp_path):
    scarce.settings.set("mail.sender", "adv@exemple.fr")
    record = scarce.customers.show("C1")
    scarce.customers.update(record.id, record.version, replace(record.data, email="achats@client.example"))
    mine = order(scarce, 50, MON)
    promise(scarce, mine.id, NEXT)
    messages = scarce.outbox_filling.new_dates([mine.id])
    scarce.outbox.send(messages)  # without an account: a file for the mail program
    assert listed(scarce)[0].told_on is None
    scarce.outbox.mark_sent(messages)
    assert listed(scarce)[0].told_on == TODAY


def test_the_delays_of_a_customer_are_told_in_one_message(scarce):
    ids = [order(scarce, 50, MON, customer_reference=name).id for name in ("PO-1", "PO-2")]
    for order_id in ids:
        promise(scarce, order_id, NEXT)
    (message,) = scarce.outbox_filling.new_dates(ids)
    with scarce.store.read() as session:
        told = outbox.detail(session, message, TODAY)
    assert len(told.files) == 2
    assert all(name in told.body for name in ("PO-1", "PO-2"))
    assert told.body.count("promis") >= 2


def test_an_order_that_comes_earlier_is_told_by_its_acknowledgement_and_no_delay(scarce):
    mine = order(scarce, 50, NEXT)
    promise(scarce, mine.id, MON)
    (message,) = scarce.outbox_filling.new_dates([mine.id])
    with scarce.store.read() as session:
        assert "retard" not in outbox.detail(session, message, TODAY).body


def typed(path, name, **cells):
    """Type in the row of a line, under the titles of the file."""
    book = load_workbook(path)
    sheet = book.active
    titles = {cell.value: cell.column for cell in sheet[1]}
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == name:
            for title, value in cells.items():
                sheet.cell(row[0].row, titles[title.replace("_", " ")]).value = value
    book.save(path)


@pytest.fixture
def exported(scarce, tmp_path):
    """Three lines at risk, written for logistics."""
    orders = [order(scarce, 50, MON) for _ in range(3)]
    path = tmp_path / "retards.xlsx"
    assert scarce.new_dates.write(path).rows == 3
    return path, orders


def test_the_file_of_logistics_comes_back_and_its_days_are_promised(scarce, exported):
    path, orders = exported
    typed(path, f"{orders[0].number}/1", Nouvelle_date=dt.date(2026, 12, 3), Motif="Fournisseur en retard")
    typed(path, f"{orders[1].number}/1", Nouvelle_date="04/12/2026", Motif="À la demande du client")
    found = scarce.new_dates.preview(path)
    assert [row.verdict for row in found.rows] == [DateVerdict.MOVED, DateVerdict.MOVED, DateVerdict.KEPT]
    assert scarce.new_dates.take(found) == (orders[0].id, orders[1].id)
    days = [(first(scarce, one.id)[1].first_promised, first(scarce, one.id)[1].promised) for one in orders]
    assert days == [
        (MON, dt.date(2026, 12, 3)), (dt.date(2026, 12, 4), dt.date(2026, 12, 4)), (MON, MON),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"Nouvelle_date": "quand possible"}, "not_a_date"),
        ({"Nouvelle_date": "01/11/2026"}, "order.promise_past"),
        ({"Nouvelle_date": "03/12/2026", "Ligne_de_commande": "CDE2026999999/1"}, "new_dates.unknown_line"),
        ({"Nouvelle_date": "03/12/2026", "Date_confirmée": "29/11/2026"}, "new_dates.changed"),
        ({"Nouvelle_date": "03/12/2026", "Motif": "la lune"}, "import.unknown_word"),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_and_nothing_is_written(scarce, exported, cells, code):
    path, orders = exported
    typed(path, f"{orders[1].number}/1", Nouvelle_date="03/12/2026")
    typed(path, f"{orders[0].number}/1", **cells)
    found = scarce.new_dates.preview(path)
    (refused,) = found.of(DateVerdict.REFUSED)
    assert (refused.row, refused.error.code) == (2, code)
    with pytest.raises(DomainError) as error:
        scarce.new_dates.take(found)
    assert (error.value.code, error.value.facts["rows"]) == ("bad_lines", ["2"])
    assert first(scarce, orders[1].id)[1].promised == MON
    assert scarce.new_dates.take(found, skip_bad=True) == (orders[1].id,)


def test_a_line_twice_in_the_file_is_dated_once(scarce, exported, tmp_path):
    path, orders = exported
    book = load_workbook(path)
    sheet = book.active
    sheet.append([cell.value for cell in sheet[2]])
    book.save(path)
    typed(path, f"{orders[0].number}/1", Nouvelle_date="03/12/2026")
    found = scarce.new_dates.preview(path)
    assert [row.error.code for row in found.of(DateVerdict.REFUSED)] == ["new_dates.twice"]


def test_a_file_without_the_columns_is_refused_and_says_which(scarce, tmp_path):
    path = tmp_path / "autre.csv"
    path.write_text("Code;Quantité\nP1;3\n", encoding="utf-8")
    with pytest.raises(DomainError) as error:
        scarce.new_dates.preview(path)
    assert error.value.code == "import.columns_missing"
    assert "Nouvelle date" in error.value.facts["columns"]


def test_an_order_changed_since_the_preview_is_refused_whole(scarce, exported):
    path, orders = exported
    typed(path, f"{orders[0].number}/1", Nouvelle_date="03/12/2026")
    found = scarce.new_dates.preview(path)
    promise(scarce, orders[0].id, NEXT)
    with pytest.raises(DomainError) as error:
        scarce.new_dates.take(found)
    assert error.value.code == "document.changed"


def test_a_customer_cannot_have_been_told_tomorrow(scarce):
    order(scarce, 50, MON)
    with pytest.raises(DomainError) as error:
        scarce.rescheduling.tell([listed(scarce)[0].id], TODAY + DAY)
    assert error.value.code == "date.in_future"
    assert listed(scarce)[0].told_on is None
