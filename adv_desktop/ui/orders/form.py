"""The order form: typed with the keyboard alone, priced, totalled and checked while it is typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import DocumentKind, OrderState
from adv_desktop.models.errors import AdvError
from adv_desktop.services import texts
from adv_desktop.services.order_commands import NewOrder, OrderRef
from adv_desktop.services.order_preview import OrderPreview
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.line_commands import unfinished, word_commands
from adv_desktop.ui.orders.answer import OrderAnswer
from adv_desktop.ui.orders.components import show_components
from adv_desktop.ui.orders.fewer_fields import FewerFields, fields_command
from adv_desktop.ui.orders.fixes import mended
from adv_desktop.ui.orders.form_layout import KeyHints, lay_out
from adv_desktop.ui.orders.form_verbs import FormVerbs
from adv_desktop.ui.orders.header import OrderHeader
from adv_desktop.ui.orders.line_verbs import line_commands
from adv_desktop.ui.orders.order_header import SalesOrderHeader
from adv_desktop.ui.orders.reads import Loaded, OrderReads
from adv_desktop.ui.orders.saving import OrderSaving
from adv_desktop.ui.orders.taking_up import look_for_left, this_window
from adv_desktop.ui.orders.typing_draft import payload_of
from adv_desktop.ui.orders.urgency import alert, urgent_parts
from adv_desktop.ui.orders.why import why_typed
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.runner import Task
from adv_desktop.ui.tables.line_grid import LineGrid, SkippedRow, paste_sentence
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.typed_lines import TypedLine, asked_lines, grid_spec
from adv_desktop.ui.widgets.basics import Pill, text_label
from adv_desktop.ui.widgets.choices import Choice
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

PRICING_DELAY = 120
KEEPING_DELAY = 2000


class OrderForm(DocumentForm):
    """A new order, or one that exists (`order_id`); a quotation is typed in the same way."""

    confirm_text: ClassVar[str] = N_("Confirm the order")
    reads_class: ClassVar[type[OrderReads]] = OrderReads
    saving_class: ClassVar[type[OrderSaving]] = OrderSaving
    header_class: ClassVar[type[OrderHeader]] = SalesOrderHeader
    answer_class: ClassVar[type[OrderAnswer]] = OrderAnswer
    beside: QWidget | None = None  # what the order is typed from, at the left of its fields and lines

    def __init__(self, desk: Desk, order_id: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.order_id = order_id
        self._asked: Task | None = None
        self._touched = False
        self._urgent_before: frozenset[int] = frozenset()
        self.reads = self.reads_class(desk)
        self.saving = self.saving_class(desk, self)
        self.answer = self.answer_class(self)
        self.header = self.header_class(self.reads.search.customers, desk.today())
        self.grid: LineGrid[TypedLine] = LineGrid(
            _("Order lines"), grid_spec(self.reads.search.products, self.reads.search.product), desk.today()
        )
        self.heading, self.state, self.kept_at = text_label("", "page"), Pill(), text_label("", "muted")
        self.fewer, self.verbs, self.hints = FewerFields(desk, self.header), FormVerbs(self), KeyHints(self)
        self._pricing = QTimer(self, singleShot=True, interval=PRICING_DELAY)
        self._keeping = QTimer(self, singleShot=True, interval=KEEPING_DELAY)
        lay_out(self)
        self._connect()
        self._show_title()
        self.state.show_state(_("Draft"), Tone.NEUTRAL)
        if order_id is not None:
            desk.runner.read(lambda: self.reads.load(order_id), self._on_loaded, self._on_gone)
        else:
            look_for_left(self)

    @property
    def title(self) -> str:
        """What the form is about."""
        return self.heading.text()

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("save", N_("Save"), self.save, "Ctrl+S", "save", Menu.SALES),
            Command("confirm", N_("Confirm the order"), self.confirm, "Ctrl+Return", "check", Menu.SALES),
            Command("close", N_("Close"), self.leave, "Esc", "", Menu.SALES),
            Command(
                "accept",
                N_("Accept the remarks"),
                partial(_accept_remarks, self),
                "Ctrl+Shift+K",
                "check",
                Menu.SALES,
            ),
            fields_command(self),
            *word_commands(lambda: self.grid),
            *line_commands(self),
        ]

    def command(self) -> NewOrder | None:
        """Return the order as typed; None while the customer or every line is missing."""
        header = self.header.command()
        lines = asked_lines(self.grid.lines())
        return replace(header, lines=lines, accepted=self.answer.accepted) if header is not None and lines else None

    def save(self) -> None:
        """Write the order, draft or amended."""
        command = self._complete()
        if command is not None:
            self.saving.save(command)

    def confirm(self) -> None:
        """Write the order and number it; what blocks it is mended, or passed over with a reason."""
        command = self._complete()
        if command is None:
            return
        if self.answer.blocking and not self.answer.confirmed:
            self.saving.pass_over(command)
        else:
            self.saving.confirm(command)

    def leave(self) -> None:
        """Close the form; what was typed is kept."""
        self.keep_draft()
        self.closed.emit()

    def keep_draft(self, typed_in: str = "") -> None:
        """Keep what is typed, so that neither a crash nor a closed window loses it; `typed_in` while it goes on."""
        self._keeping.stop()
        if not self._touched:
            return
        header = self.header.command()
        typed = [line for line in self.grid.lines() if not line.is_blank and line.component is None]
        if typed or (header is not None and self.order_id is None):
            self.saving.keep({**payload_of(header, typed, self.answer.accepted), "typed_in": typed_in})

    def _complete(self) -> NewOrder | None:
        if not self.grid.finish_editing():
            return None
        if said := unfinished(self.grid):
            self.answer.warning.setText(said)
            return None
        command = self.command()
        if command is None:
            self.answer.warning.setText(_("Choose the customer and type at least one line."))
        return command

    def _connect(self) -> None:
        self.header.customer_chosen.connect(self._on_customer)
        self.header.changed.connect(self._on_typed)
        self.header.reference.returnPressed.connect(lambda: self.grid.edit_cell(0, "code"))
        self.grid.lines_changed.connect(self._on_typed)
        self.grid.pasted.connect(self._on_pasted)
        self.grid.detail_requested.connect(partial(why_typed, self))
        self.answer.fix_asked.connect(self._on_fix)
        self.answer.acceptance_changed.connect(self._on_typed)
        self.answer.duplicate_named.connect(self.header.say_duplicate)
        self.saving.saved.connect(self._on_saved)
        self.saving.confirmed.connect(self._on_confirmed)
        self.saving.kept.connect(self._on_kept)
        self._pricing.timeout.connect(self._price)
        self._keeping.timeout.connect(lambda: self.keep_draft(this_window()))
        self.setFocusProxy(self.header.customer)

    def _on_loaded(self, loaded: Loaded) -> None:
        self.saving.ref = loaded.ref
        self._urgent_before = urgent_parts(loaded.command)
        self.header.show_command(loaded.command, loaded.customer)
        self.about = (DocumentKind.CUSTOMER, loaded.customer.id)
        self.header.show_places(loaded.places, keep_terms=True)
        self.grid.set_lines(list(loaded.lines))
        self.answer.take(loaded.accepted, confirmed=loaded.state is not OrderState.DRAFT)
        self._show_title()
        self.state.show_state(_(loaded.shown.word), Tone(loaded.shown.tone))
        self.verbs.show(loaded.state)
        self._pricing.start()
        look_for_left(self)

    def _on_gone(self, error: Exception) -> None:
        self.closed.emit()
        self.desk.failed(error)

    def _on_customer(self, choice: Choice) -> None:
        self.reads.search.customer_id = choice.id
        self.about = (DocumentKind.CUSTOMER, choice.id)
        self.header.reference.setFocus()
        show = partial(self.header.show_places, keep_terms=False)
        self.desk.runner.read(lambda: self.reads.places(choice.code), show)
        self._on_typed()

    def _on_typed(self) -> None:
        self._touched = True
        self._pricing.start()
        self._keeping.start()

    def _on_pasted(self, done: int, skipped: list[SkippedRow]) -> None:
        self.desk.notices.say(paste_sentence(done, skipped), tone=Tone.WARN if skipped else Tone.OK)

    def _price(self) -> None:
        command = self.command()
        if self._asked is not None:
            self._asked.cancel()
        if command is None:
            self.answer.clear(customer_known=self.header.customer.choice() is not None)
            return
        preview = partial(self.desk.services.orders.preview, command, self.order_id)
        self._asked = self.desk.runner.read(preview, self._on_priced, self._on_unpriceable)

    def _on_priced(self, preview: OrderPreview) -> None:
        answers = iter(preview.lines)
        for line in self.grid.lines():
            shown = next(answers, None) if line.is_complete else None
            answered = line.answered(shown)
            if answered != line:
                self.grid.refresh(line, answered)
        show_components(self.grid.lines_model)
        self.answer.show(preview)

    def _on_unpriceable(self, error: Exception) -> None:
        if isinstance(error, AdvError):
            self.answer.warning.setText(sentence(error, texts.current()))
        else:
            self.desk.failed(error)

    def _on_fix(self, check: str, fix: str) -> None:
        """Do what a remark proposes: another quantity, the other order, a pass-over."""
        line = int(check.partition(":")[2])
        verb, _equals, value = fix.partition("=")
        if verb == "override":
            self.confirm()
        elif verb == "field":
            self.header.go_to(value)
        elif verb == "open":
            self.reads.open_order(value)
        elif line:
            self._mend(line, verb, value)

    def _mend(self, number: int, verb: str, value: str) -> None:
        rows = (row for row in range(self.grid.lines_model.rowCount()) if self.grid.line(row).is_complete)
        row = list(rows)[number - 1]
        self.grid.replace(row, mended(self.grid.line(row), verb, value))
        self._on_typed()

    def _on_saved(self, ref: OrderRef) -> None:
        self._keeping.stop()
        self.desk.notices.say(_("Order saved."))
        if ref.number is not None and urgent_parts(self.command()) - self._urgent_before:
            alert(self.desk, ref.id)
        self._show(ref)

    def _on_confirmed(self, ref: OrderRef) -> None:
        self._keeping.stop()
        window = self.desk.window
        if urgent_parts(self.command()):
            alert(self.desk, ref.id)
        self.desk.notices.say(
            _("Order {number} confirmed, its goods are reserved.").format(number=ref.number),
            Action(_("Deliver"), partial(window.ask, "deliveries", "deliver", [ref.id])),
        )
        self._show(ref)

    def _show(self, ref: OrderRef) -> None:
        """Leave the form for the order in its list."""
        self.closed.emit()
        self.desk.window.open_document(DocumentKind.ORDER, ref.id)

    def _on_kept(self, moment: datetime) -> None:
        self.kept_at.setText(_("Draft kept at {time}").format(time=f"{moment.astimezone():%H:%M}"))

    def _show_title(self) -> None:
        ref = self.saving.ref
        numbered = ref is not None and ref.number is not None
        if ref is not None and numbered:
            self.heading.setText(_("Order {number}").format(number=ref.number))
        else:
            self.heading.setText(_("New order") if self.order_id is None else _("Draft order"))
        self.title_changed.emit(self.title)


def _accept_remarks(form: OrderForm) -> None:
    form.answer.accept_all()
