"""Opening a claim: on a document, one of its lines, or none."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import AdvError
from adv_desktop.services import texts
from adv_desktop.services.claims import ClaimRef
from adv_desktop.services.queries.installed import InstalledUnit
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.claims.fields import ClaimFields
from adv_desktop.ui.claims.reads import ClaimReads, OriginDocument
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.installed import warranty_of
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.notice import Action
from adv_desktop.ui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class ClaimForm(DocumentForm):
    """A new claim; with a document it comes prefilled, its line to be chosen."""

    def __init__(
        self, desk: Desk, origin: tuple[DocumentKind, int] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent)
        self.reads = ClaimReads(desk)
        self.fields = ClaimFields(self.reads.search.customers, desk.today())
        self.problem = text_label("", "bad")
        self._build()
        self.fields.origin_named.connect(self._on_named)
        self.fields.unit_named.connect(self._on_unit_named)
        self.setFocusProxy(self.fields.description if origin else self.fields.customer)
        if origin is not None:
            kind, document_id = origin
            desk.runner.read(lambda: self.reads.origin(kind, document_id), self.fields.show_origin)

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("New claim")

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("open", N_("Open the claim"), self.open_claim, "Ctrl+Return", "check", Menu.SALES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.SALES),
        ]

    def open_claim(self) -> None:
        """Write the claim, or say what is missing."""
        command = self.fields.command()
        if command is None:
            self.problem.setText(_("Choose the customer and describe what went wrong."))
            return
        self.problem.setText("")
        claims = self.desk.services.claims
        self.desk.runner.write(lambda: claims.open(command), self._on_opened, self._on_refused)

    def _build(self) -> None:
        card = Card()
        card.body.addWidget(self.fields)
        card.body.addStretch(1)
        buttons = QHBoxLayout()
        theme().space(buttons, spacing=8)
        buttons.addStretch(1)
        buttons.addWidget(self.problem)
        buttons.addWidget(Button(_("Close"), on_click=self.closed.emit))
        hint = _("Ctrl+Enter")
        buttons.addWidget(Button(_("Open the claim"), "primary", icon="check", hint=hint, on_click=self.open_claim))
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(self.title, "page"))
        layout.addWidget(Scroll(card), 1)
        layout.addLayout(buttons)

    def _on_named(self, kind: str, number: str) -> None:
        """Look for the document whose number was typed."""
        work = partial(self.reads.origin_named, DocumentKind(kind), number)
        self.desk.runner.read(work, self._on_origin, self._on_no_origin)

    def _on_origin(self, origin: OriginDocument) -> None:
        self.problem.setText("")
        self.fields.show_origin(origin)

    def _on_unit_named(self, number: str) -> None:
        """Look for the delivery of the unit whose serial number was typed."""
        self.desk.runner.read(partial(self.reads.unit_named, number), self._on_unit, self._on_no_unit)

    def _on_unit(self, found: tuple[OriginDocument, InstalledUnit]) -> None:
        origin, unit = found
        today = self.desk.today()
        tone = Tone.OK if unit.is_covered(today) else Tone.WARN
        self.fields.show_unit(origin, unit.line_no, warranty_of(unit, today), tone)

    def _on_no_unit(self, error: Exception) -> None:
        if isinstance(error, AdvError):
            self.fields.refuse_unit(sentence(error, texts.current()))
        else:
            self.desk.failed(error)

    def _on_no_origin(self, error: Exception) -> None:
        if isinstance(error, AdvError):
            self.fields.refuse_number(sentence(error, texts.current()))
        else:
            self.desk.failed(error)

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, AdvError):
            self.problem.setText(sentence(error, texts.current()))
        else:
            self.desk.failed(error)

    def _on_opened(self, ref: ClaimRef) -> None:
        show = partial(self.desk.window.open_document, DocumentKind.CLAIM, ref.id)
        self.desk.notices.say(_("Claim {number} opened.").format(number=ref.number), Action(_("Show it"), show))
        self.closed.emit()
