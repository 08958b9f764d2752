"""Returnable packaging on a delivery note: delivered, returned, balance."""

from __future__ import annotations

from collections.abc import Sequence

from adv_desktop.services.documents.blocks import Title
from adv_desktop.services.documents.content import CarriedPackaging
from adv_desktop.services.documents.layout import Flow
from adv_desktop.services.documents.styles import MUTED, PALE, STRONG
from adv_desktop.services.documents.table import MOST_KEPT, Cell, Column, Look, Row, Table
from adv_desktop.services.documents.voice import Voice


def place(carried: Sequence[CarriedPackaging], say: Voice, flow: Flow, keep: float) -> None:
    """Add the table to a note, on one page with its title and the `keep` points that follow it where they fit."""
    _, number = say.gettext, say.formats.integer
    columns = [
        Column(_("Packaging"), wide=True),
        Column(_("Packaging delivered"), "right"),
        Column(_("Packaging returned"), "right"),
        Column(_("Balance held"), "right"),
    ]
    rows = [
        Row(
            (
                Cell(one.label),
                Cell(number(one.delivered)),
                Cell(number(one.returned)),
                Cell(number(one.balance), style=STRONG),
            )
        )
        for one in carried
    ]
    table = Table(columns, rows, Look(PALE, MUTED, size=6.9))
    whole = table.height + keep
    flow.add(Title(_("Returnable packaging")), gap=9, keep=whole if whole <= MOST_KEPT else 40)
    table.place(flow, keep=keep)
