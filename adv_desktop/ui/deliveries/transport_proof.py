"""« Preuve de transport »: the paper that proves an export or a supply in the Union, kept with its delivery."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.rules.transport_proofs import TransportProof
from adv_desktop.services.queries.deliveries import DeliveryRow
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.deliveries.columns import name_of
from adv_desktop.ui.file_dialogs import file_to_open
from adv_desktop.ui.labels import label, options
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.form import Field, Form

if TYPE_CHECKING:
    from adv_desktop.services.transport_proofs import ProofState
    from adv_desktop.ui.desk import Desk


def ask_transport_proof(
    desk: Desk, row: DeliveryRow, parent: QWidget, after: Callable[[], object] | None = None
) -> None:
    """Read how the proofs of a delivery stand, then ask for one; `after` follows when it is kept."""

    def read() -> ProofState:
        from adv_desktop.services import transport_proofs

        with desk.services.store.read() as session:
            return transport_proofs.state_of(session, row.id, desk.today())

    desk.runner.read(read, partial(_choose, desk, row, parent, after))


def _choose(
    desk: Desk, row: DeliveryRow, parent: QWidget, after: Callable[[], object] | None, state: ProofState
) -> None:
    if not state.needed:
        said = _("{number} was sold with VAT: no proof of transport is asked for.").format(number=name_of(row))
        desk.notices.say(said, tone=Tone.WARN)
        return
    kinds = _("Papers (*.pdf *.png *.jpg *.jpeg *.xlsx *.ods *.csv)")
    chosen = file_to_open(parent, _("Proof of transport"), kinds)
    if chosen:
        ask_kind(desk, row, state, chosen, parent, after)


def ask_kind(
    desk: Desk,
    row: DeliveryRow,
    state: ProofState,
    path: Path,
    parent: QWidget,
    after: Callable[[], object] | None = None,
) -> FormDialog:
    """Ask what a paper proves, then keep it."""
    kind = ChoiceCombo(_("Kind of paper"), options(TransportProof))
    body = QWidget()
    layout = QVBoxLayout(body)
    theme().space(layout, (0, 0, 0, 0), 10)
    layout.addWidget(text_label(told(state), "muted", wrap=True))
    layout.addWidget(Form([Field("kind", N_("Kind of paper"), kind, span=2)]))
    proofs = desk.services.transport_proofs

    def keep() -> str:
        wanted = TransportProof(kind.key())
        desk.runner.write(lambda: proofs.attach(row.id, path, wanted), partial(_kept, desk, after))
        return ""

    title = _("Attach {file} to {number}").format(file=path.name, number=name_of(row))
    dialog = FormDialog(title, body, _("Attach"), keep, parent)
    kind.setFocus()
    dialog.open()
    return dialog


def told(state: ProofState) -> str:
    """Say what proves the delivery, and what is kept already."""
    wanted = _(
        "Export: the exit certified by customs (ECS), or what takes its place. In the Union: two papers that agree."
    )
    parts = [wanted]
    if state.buyer_carries:
        parts.append(_("The buyer carries: its written statement is needed, by the 10th of the month that follows."))
    given = ", ".join(label(kind) for kind in TransportProof if kind in state.given)
    parts.append(_("Kept: {given}.").format(given=given) if given else _("Nothing is kept yet."))
    return " ".join(parts)


def _kept(desk: Desk, after: Callable[[], object] | None, state: ProofState) -> None:
    proved = _("{number} is proved.") if state.proved else _("{number}: a proof is still missing.")
    tone = Tone.OK if state.proved else Tone.WARN
    desk.notices.say(proved.format(number=state.number), tone=tone)
    if after is not None:
        after()
