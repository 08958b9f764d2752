"""A long order file that is stopped while it is written: nothing of it stays, and it can be written after all."""

from __future__ import annotations

import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from adv_desktop.services import new_orders
from adv_desktop.ui.order_import.form import OrderImportForm
from tests.integration.imports.files import text
from tests.ui.support.desk import desk_of

LINES = 300
TABLES = ("sales_order", "order_line", "stored_file", "audit_entry")


def counts(services) -> list[int]:
    with services.store.read() as session:
        return [session.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one() for table in TABLES]


def test_an_order_file_stopped_while_it_is_written_leaves_nothing_and_is_written_at_the_second_try(
    services, tmp_path, qtbot, monkeypatch
):
    rows = "".join(f"P1;Article P1;{1 + no % 9}\n" for no in range(LINES))
    file = text(tmp_path / "longue.csv", f"Code client;C1\nCommande;PO-1\nCode;Désignation;Qté\n{rows}")
    top = QWidget()
    qtbot.addWidget(top)
    desk, _window, failures = desk_of(services, tmp_path, top)
    form = OrderImportForm(desk, file)
    form.setParent(top)
    assert form.table.model().rowCount() == LINES
    before, kept, add = counts(services), [], new_orders.add

    def stopped_on_the_way(new, order, progress=None):
        progress.cancel()
        kept.append(order)
        add(new, order, progress)

    with monkeypatch.context() as during:
        during.setattr(new_orders, "add", stopped_on_the_way)
        form.save()
    assert len(kept[0].lines) == LINES
    assert counts(services) == before
    assert failures == []
    form.save()
    orders, lines, *_rest = counts(services)
    assert (orders, lines) == (before[0] + 1, before[1] + LINES)
