"""The product form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind, Nature, Supply
from adv_desktop.models.errors import AdvError
from adv_desktop.models.rules.serial_numbers import SerialKeeping
from adv_desktop.services import texts
from adv_desktop.services.products import ProductData, ProductRecord
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.bindings import Binding, Bindings, text_or_empty
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.identifiers import IdentifierChecks
from adv_desktop.ui.labels import options
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.products.composition import Composition
from adv_desktop.ui.products.reads import Loaded, Offers, load, offers
from adv_desktop.ui.searches import Searches
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import DateEdit, PercentEdit, PriceEdit, QuantityEdit, TextEdit, ValueEdit
from adv_desktop.ui.widgets.elided import ElidedLabel
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.notice import Action
from adv_desktop.ui.widgets.picker import Picker
from adv_desktop.ui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

_NEW = ProductData("", "", Decimal(20), Decimal(0))
_FIELD_OF = {"product.code_taken": "code", "product.not_found": "replaced_by"}


def _or(default: object) -> Callable[[Any], object]:
    return lambda value: default if value is None else value


_CONVERTERS: dict[str, Callable[[Any], object]] = {
    **dict.fromkeys(("code", "label"), text_or_empty),
    **dict.fromkeys(("pack", "minimum_quantity", "price_base"), _or(Decimal(1))),
    "price": _or(Decimal(0)),
    "vat_rate": _or(Decimal(0)),
    "alternatives": lambda value: value or (),
    "nature": Nature,
    "serials": lambda value: SerialKeeping(value) if value else None,
    "warranty_months": lambda value: None if value is None else int(value),
    "supply": Supply,
    **dict.fromkeys(("eco_category", "packaging"), lambda value: value or None),
    "lead_days": lambda value: int(value or 0),
    "life_days": lambda value: None if value is None else int(value),
    "unit": lambda value: (value or "C62").upper(),
    "unit_label": lambda value: value or "pièce",
}


class CodesEdit(ValueEdit[tuple[str, ...]]):
    """Codes of products: « A12, B34 »."""

    def read(self, text: str) -> tuple[str, ...]:
        return tuple(code.strip() for code in text.split(",") if code.strip())

    def write(self, value: tuple[str, ...]) -> str:
        return ", ".join(value)


class ProductForm(DocumentForm):
    """A new product, or one that exists (`product_id`)."""

    def __init__(self, desk: Desk, product_id: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._record: ProductRecord | None = None
        self._title, self._warning = ElidedLabel(_("New product"), "page"), text_label("", "bad", wrap=True)
        self.edits = _edits(desk.today())
        self.replaced_by = Picker(_("Replaced by"), Searches(desk).products, _("Code or words"))
        self.composition = Composition(Searches(desk), desk.today())
        self.identity, self.sale, self.stock = self._forms()
        bound = {name: Binding(edit, _CONVERTERS.get(name, _same)) for name, edit in self.edits.items()}
        self.bindings = Bindings(bound, self)
        ean = {name: self.edits[name] for name in ("ean", "cn8")}
        codes = {name: edit for name, edit in ean.items() if isinstance(edit, TextEdit)}
        self.checks = IdentifierChecks(self.identity, codes, lambda: "FR", self)
        self.bindings.show(_NEW)
        self._build()
        self.setFocusProxy(self.edits["code"])
        self._offer(Offers())
        if product_id is None:
            desk.runner.read(partial(offers, desk), self._offer)
        else:
            desk.runner.read(lambda: load(desk, product_id), self._on_read, self._on_gone)

    @property
    def title(self) -> str:
        """What the form is about."""
        return self._title.text()

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("save", N_("Save"), self.save, "Ctrl+S", "save", Menu.SALES),
            Command("save_too", N_("Save and close"), self.save, "Ctrl+Return", "check"),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.SALES),
        ]

    def data(self) -> ProductData:
        """Return the product as typed; what the form does not show stays as it was."""
        base = self._record.data if self._record else _NEW
        other = self.replaced_by.choice()
        return replace(
            base,
            **self.bindings.values(),
            replaced_by=other.code if other else None,
            components=self.composition.components(),
            kit_billing=self.composition.kit_billing(),
        )

    def save(self) -> None:
        """Write the product, unless something is missing or wrong."""
        forms = (self.stock, self.sale, self.identity)
        for form in forms:
            form.clear_messages()
        problems = [form.first_problem() for form in forms]
        if self.checks.check_all() or any(problems):
            self._warning.setText(_("Correct what is marked."))
            return
        data, record, products = self.data(), self._record, self.desk.services.products
        if record is None:
            self.desk.runner.write(lambda: products.create(data), self._on_saved, self._on_refused)
        else:
            self.desk.runner.write(
                lambda: products.update(record.id, record.version, data),
                lambda _done: self._on_saved(record.id),
                self._on_refused,
            )

    def _identity(self) -> list[Field]:
        of = self.edits
        return [
            Field("code", N_("Product code"), of["code"], required=True),
            Field("label", N_("Description"), of["label"], required=True, span=2),
            Field("ean", N_("Bar code"), of["ean"]),
            Field("label_en", N_("English description"), of["label_en"], span=2),
            Field("family", N_("Family"), of["family"]),
            Field("family_label", N_("Family description"), of["family_label"]),
            Field("nature", N_("Nature"), of["nature"]),
            Field("supply", N_("Where the goods come from"), of["supply"]),
            Field(
                "with_goods", N_("Service"), of["with_goods"], N_("Otherwise it is carried out on a day of its own.")
            ),
            Field("cn8", N_("Customs code (CN8)"), of["cn8"]),
            Field("origin", N_("Country of origin"), of["origin"], N_("Two letters: FR, IT, CN…")),
            Field(
                "supplementary_unit",
                N_("Supplementary unit"),
                of["supplementary_unit"],
                N_("Where the customs code wants one: p/st, l, m²."),
            ),
            Field(
                "supplementary_factor",
                N_("Supplementary units in one"),
                of["supplementary_factor"],
                N_("Empty: one. For instance 0.75 litre in a bottle."),
            ),
            Field("weight_kg", N_("Weight (kg)"), of["weight_kg"]),
            Field("eco_category", N_("Category of eco-contribution"), of["eco_category"]),
            Field("note", N_("Note"), of["note"], span=3),
        ]

    def _forms(self) -> tuple[Form, Form, Form]:
        of = self.edits
        stock = [
            Field("stocked", N_("Stock"), of["stocked"]),
            Field("lead_days", N_("Lead time (days)"), of["lead_days"]),
            Field("minimum_stock", N_("Minimum stock"), of["minimum_stock"], N_("Below it: to replenish.")),
            Field("lot_tracked", N_("Lots"), of["lot_tracked"]),
            Field("life_days", N_("Whole life (days)"), of["life_days"], N_("From the making to the use-by date.")),
            Field("serials", N_("Serial numbers"), of["serials"], N_("One for each unit that leaves.")),
            Field("warranty_months", N_("Warranty (months)"), of["warranty_months"], N_("From the departure.")),
            Field("end_of_life", N_("End of life"), of["end_of_life"]),
            Field("ends_on", N_("Sold until"), of["ends_on"], N_("Afterwards: end of life.")),
            Field("replaced_by", N_("Replaced by"), self.replaced_by),
            Field("alternatives", N_("Alternatives"), of["alternatives"], N_("Codes, with commas: A12, B34.")),
            Field("stock", N_("Stock at the start"), of["stock"], N_("Afterwards: receive or count.")),
        ]
        return Form(self._identity(), columns=4), Form(_sale(of), columns=4), Form(stock, columns=4)

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        for title, form in (
            (_("Identity"), self.identity),
            (_("Price, VAT and unit"), self.sale),
            (_("Stock and life"), self.stock),
        ):
            card = Card(title)
            card.body.addWidget(form)
            column.addWidget(card)
        kit = Card(_("Composition"))
        kit.body.addWidget(self.composition)
        column.addWidget(kit)
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addWidget(self._warning, 1)
        buttons.addWidget(Button(_("Close"), on_click=self.closed.emit))
        buttons.addWidget(Button(_("Save"), "primary", icon="check", hint=_("Ctrl+S"), on_click=self.save))
        layout = QVBoxLayout(self)
        theme().space(column, spacing=12)
        theme().space(buttons, spacing=8)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(self._title)
        layout.addWidget(Scroll(inside, self), 1)
        layout.addLayout(buttons)

    def _offer(self, found: Offers) -> None:
        choices = {"eco_category": [(name, name) for name in found.eco_categories], "packaging": found.packaging}
        for field, options_of in choices.items():
            combo = self.edits[field]
            if isinstance(combo, ChoiceCombo):
                combo.set_options([("", _("None")), *options_of])

    def _on_read(self, loaded: Loaded) -> None:
        self._record, replacement = loaded.record, loaded.replacement
        self._offer(loaded.offers)
        data = self._record.data
        self.bindings.show(data)
        self.replaced_by.set_choice(replacement)
        self.composition.show_kit(data.components, loaded.components, data.kit_billing)
        self.edits["stock"].setEnabled(False)
        self._title.setText(_("Product {code}").format(code=f"{data.code} – {data.label}"))
        self.title_changed.emit(self.title)

    def _on_gone(self, error: Exception) -> None:
        self.closed.emit()
        self.desk.failed(error)

    def _on_saved(self, product_id: int) -> None:
        show = partial(self.desk.window.open_document, DocumentKind.PRODUCT, product_id)
        said = _("Product {code} saved.").format(code=self.data().code)
        self.desk.notices.say(said, Action(_("Show it"), show))
        self.closed.emit()

    def _on_refused(self, error: Exception) -> None:
        """Say a refusal under the field that it speaks of; what is typed stays."""
        if not isinstance(error, AdvError):
            self.desk.failed(error)
            return
        said = sentence(error, texts.current())
        self._warning.setText(said)
        name = str(error.facts.get("field") or _FIELD_OF.get(error.code, error.code.partition(".")[0]))
        for form in (self.identity, self.sale, self.stock):
            if form.has(name):
                form.set_message(name, said)


def _sale(of: dict[str, QWidget]) -> list[Field]:
    """Return the fields of the price, the VAT and the unit."""
    return [
        Field("price", N_("Base price, net"), of["price"], required=True),
        Field("price_base", N_("Price for"), of["price_base"], N_("1, or for instance 100 pieces.")),
        Field("vat_rate", N_("VAT %"), of["vat_rate"], required=True),
        Field("cost", N_("Cost"), of["cost"]),
        Field("unit_label", N_("Unit"), of["unit_label"]),
        Field("unit", N_("Unit (UN/ECE code)"), of["unit"], N_("C62 piece, KGM kilogram, LTR litre, MTR metre.")),
        Field("pack", N_("Sold by multiples of"), of["pack"]),
        Field("minimum_quantity", N_("Minimum quantity"), of["minimum_quantity"]),
        Field(
            "catch_weight",
            N_("Sold by weight"),
            of["catch_weight"],
            N_("Counted in units, price and cost of a kg."),
        ),
        Field("weight_tolerance", N_("Weight tolerance %"), of["weight_tolerance"], N_("Around the weight of a unit.")),
        Field("pack_label", N_("Pack"), of["pack_label"], N_("Carton, pallet: may be typed in the lines of an order.")),
        Field("pack_size", N_("Units in a pack"), of["pack_size"]),
        Field("packaging", N_("Leaves in"), of["packaging"], N_("Returnable packaging that its deliveries propose.")),
        Field("per_packaging", N_("Units in a packaging"), of["per_packaging"]),
    ]


def _same(value: object) -> object:
    return value


def _supplies() -> list[tuple[str, str]]:
    """Return where goods may come from: what lies at a depot is used there."""
    return [one for one in options(Supply) if one[0] != Supply.DEPOT]


def _edits(today: dt.date) -> dict[str, QWidget]:
    texts_of = {
        "code": _("Product code"), "label": _("Description"), "label_en": _("English description"),
        "family": _("Family"), "family_label": _("Family description"), "ean": _("Bar code"),
        "cn8": _("Customs code (CN8)"), "origin": _("Country of origin"), "unit_label": _("Unit"),
        "unit": _("Unit (UN/ECE code)"), "note": _("Note"), "pack_label": _("Pack"),
        "supplementary_unit": _("Supplementary unit"),
    }  # fmt: skip
    quantities = {
        "pack": _("Sold by multiples of"), "minimum_quantity": _("Minimum quantity"), "price_base": _("Price for"),
        "weight_kg": _("Weight (kg)"), "lead_days": _("Lead time (days)"), "life_days": _("Whole life (days)"),
        "warranty_months": _("Warranty (months)"),
        "stock": _("Stock at the start"),
        "pack_size": _("Units in a pack"), "minimum_stock": _("Minimum stock"),
        "per_packaging": _("Units in a packaging"),
        "supplementary_factor": _("Supplementary units in one"),
    }  # fmt: skip
    edits: dict[str, QWidget] = {name: TextEdit(text) for name, text in texts_of.items()}
    edits |= {name: QuantityEdit(text) for name, text in quantities.items()}
    edits |= {
        "price": PriceEdit(_("Base price, net")),
        "cost": PriceEdit(_("Cost")),
        "vat_rate": PercentEdit(_("VAT %")),
        "weight_tolerance": PercentEdit(_("Weight tolerance %")),
        "catch_weight": QCheckBox(_("Price of a kilogram")),
        "alternatives": CodesEdit(_("Alternatives")),
        "ends_on": DateEdit(_("Sold until"), today),
        "eco_category": ChoiceCombo(_("Category of eco-contribution")),
        "packaging": ChoiceCombo(_("Leaves in")),
        "nature": ChoiceCombo(_("Nature"), options(Nature)),
        "supply": ChoiceCombo(_("Where the goods come from"), _supplies()),
        "serials": ChoiceCombo(_("Serial numbers"), [("", _("None")), *options(SerialKeeping)]),
        "with_goods": QCheckBox(_("Leaves with the goods")),
        "stocked": QCheckBox(_("Kept in stock")),
        "lot_tracked": QCheckBox(_("Tracked by lot")),
        "end_of_life": QCheckBox(_("No longer sold")),
    }
    return edits
