"""The products: list with their stock, pane with prices, moves and waiting orders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import Any, ClassVar

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.rules.packs import pack_of
from adv_desktop.services.queries import product_detail, products, timeline
from adv_desktop.services.queries.product_detail import ProductDetail
from adv_desktop.services.queries.timeline import Event
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.format import formats
from adv_desktop.ui.installed import OF_PRODUCT, product_units, units_table
from adv_desktop.ui.labels import label
from adv_desktop.ui.listed import ListedPage
from adv_desktop.ui.prices import priced
from adv_desktop.ui.products.actions import ProductActions
from adv_desktop.ui.products.columns import CODES, COLUMNS, COMPONENTS, NEEDS, PRICES, RECEIPTS
from adv_desktop.ui.products.eco import EcoForm
from adv_desktop.ui.products.form import ProductForm
from adv_desktop.ui.products.price_list import PriceListForm
from adv_desktop.ui.products.price_update import PriceUpdateForm
from adv_desktop.ui.products.promotions import PromotionForm
from adv_desktop.ui.products.surcharges import SurchargeForm
from adv_desktop.ui.saved_views import list_commands
from adv_desktop.ui.tables.list_page import Empty
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.why_price import WhyPrice
from adv_desktop.ui.widgets.basics import Button
from adv_desktop.ui.widgets.detail import DetailPane


@dataclass(frozen=True, slots=True)
class Shown:
    """What the pane shows of a product."""

    product: ProductDetail
    events: tuple[Event, ...]


class ProductsPage(ListedPage[Shown]):
    """« Articles »."""

    reads: ClassVar[ModuleType] = products
    kind = DocumentKind.PRODUCT
    kinds = frozenset({DocumentKind.PRODUCT, DocumentKind.ORDER, DocumentKind.DELIVERY})
    name = "products"
    title = N_("Products")
    columns = COLUMNS
    sort = "code"
    descending = False
    everything = N_("All products")
    empty = Empty(
        N_("No product yet"),
        N_("Add the first one with F2, or import them from Excel with Ctrl+Shift+I."),
        N_("Import products…"),
        "box",
    )

    def commands(self) -> list[Command]:
        """Return what can be done with products."""
        return [
            Command("new", N_("New product"), self._on_new, "F2", "plus", Menu.SALES, primary=True),
            Command("import", N_("Import products…"), self.on_empty, "", "upload", in_top_bar=True),
            Command("edit", N_("Edit the product"), self._on_edit, "F3", "edit", Menu.SALES),
            Command("stock", N_("Show the stock"), self._on_stock, "Ctrl+R", "warehouse", Menu.DELIVERIES),
            Command("price", N_("Add a price…"), self._on_price, "", "tag", Menu.SALES),
            Command("price_list", N_("Price lists…"), self._on_price_lists, "Ctrl+L", "tag", Menu.SALES),
            Command("price_update", N_("Update prices…"), self._on_price_update, "Ctrl+U", "tag", Menu.SALES),
            Command("promotions", N_("Promotions…"), self._on_promotions, "Ctrl+Shift+P", "tag", Menu.SALES),
            Command("terms", N_("Price basis…"), self._on_terms, "", "calendar", Menu.SALES),
            Command("eco", N_("Eco-contributions…"), self._on_eco, "", "tag", Menu.SALES),
            Command("surcharges", N_("Surcharges…"), self._on_surcharges, "", "tag", Menu.SALES),
            *list_commands(self),
        ]

    @property
    def verbs(self) -> ProductActions:
        """The verbs on one product."""
        return ProductActions(self.desk, self)

    def read_detail(self, document_id: int) -> Shown:
        """Read a product with its history."""
        with self.desk.services.store.read() as session:
            return Shown(
                product_detail.detail(session, document_id, self.desk.today()),
                timeline.of(session, DocumentKind.PRODUCT, document_id, limit=20),
            )

    def fill(self, pane: DetailPane, detail: Shown) -> None:
        """Show a product: stock, prices and why, waiting orders, receipts, moves, history."""
        product, row = detail.product, detail.product.row
        family = " · ".join(part for part in (row.code, row.family_label or row.family, row.ean) if part)
        pane.set_header(row.label, _(row.state.word), Tone(row.state.tone), family)
        pane.set_actions(self._buttons())
        pane.set_facts(_facts(product))
        self._add(pane, _("Composition"), product.components, COMPONENTS, 1, self._open_component)
        self._add(pane, _("Orders waiting"), product.needs, NEEDS, 1, self._open_order)
        self._add(pane, _("Expected receipts"), product.receipts, RECEIPTS, 2)
        pane.section(_("Why this price?"))
        pane.add(WhyPrice(self.desk, row.id))
        add = Button(_("Add a price…"), "link", on_click=self._on_price)
        pane.section(_("Prices"), add)
        if product.prices:
            self._add_prices(pane, product)
        if product.installed:
            every = partial(product_units, self.desk, row.id, row.code)
            pane.section(_("Installed units"), Button(_("Show all"), "link", on_click=every))
            pane.add(units_table(self.desk, product.installed, OF_PRODUCT))
        self._add(pane, _("Customers' codes"), product.item_codes, CODES, 2)
        self.add_timeline(pane, detail.events)

    def open_document(self, document_id: int) -> None:
        """Open a product in its form."""
        self.desk.window.open_form(ProductForm(self.desk, document_id))

    def do(self, verb: str, ids: Sequence[int]) -> None:
        """Add or edit a product for another page."""
        if verb == "new":
            self._on_new()
        elif verb == "edit" and ids:
            self.open_document(ids[0])

    def on_empty(self) -> None:
        """Import the first products."""
        from adv_desktop.ui.master_import.form import MasterImportForm

        self.desk.window.open_form(MasterImportForm(self.desk, "products"))

    def _buttons(self) -> list[Button]:
        edit = Button(_("Edit"), icon="edit", small=True, on_click=self._on_edit)
        return [edit, Button(_("Show the stock"), icon="warehouse", small=True, on_click=self._on_stock)]

    def _add(
        self,
        pane: DetailPane,
        title: str,
        records: Sequence[Any],
        columns: Sequence[Any],
        stretch: int,
        opened: Callable[[Any], object] | None = None,
    ) -> None:
        """Add a titled table; nothing when there is no row."""
        if not records:
            return
        table = RowsTable(title, columns, stretch=stretch, max_rows=6)
        table.set_rows(records)
        if opened is not None:
            table.opened.connect(opened)
            table.link_opened.connect(opened)
        pane.section(title)
        pane.add(table)

    def _add_prices(self, pane: DetailPane, product: ProductDetail) -> None:
        table = RowsTable(_("Prices"), PRICES, stretch=1, max_rows=6)
        table.set_rows(product.prices)
        pane.add(table)
        remove = partial(self._remove_price, table)
        pane.add(Button(_("Delete the chosen price"), icon="trash", small=True, on_click=remove))

    def _remove_price(self, table: RowsTable) -> None:
        chosen = table.current()
        if isinstance(chosen, product_detail.PriceRow):
            self.verbs.remove_price(chosen)

    def _open_component(self, part: product_detail.KitPart) -> None:
        self.desk.window.open_document(DocumentKind.PRODUCT, part.product_id)

    def _open_order(self, need: product_detail.Need) -> None:
        self.desk.window.open_document(DocumentKind.ORDER, need.order_id)

    def _on_price(self) -> None:
        if self.detail is not None:
            self.verbs.add_price(self.detail.product)

    def _on_stock(self) -> None:
        if self.detail is not None:
            self.desk.window.show_list("stock", f"code: {self.detail.product.row.code}")

    def _on_price_lists(self) -> None:
        self.desk.window.open_form(PriceListForm(self.desk))

    def _on_price_update(self) -> None:
        self.desk.window.open_form(PriceUpdateForm(self.desk))

    def _on_promotions(self) -> None:
        self.desk.window.open_form(PromotionForm(self.desk))

    def _on_terms(self) -> None:
        self.verbs.set_terms()

    def _on_surcharges(self) -> None:
        self.desk.window.open_form(SurchargeForm(self.desk))

    def _on_eco(self) -> None:
        self.desk.window.open_form(EcoForm(self.desk))

    def _on_new(self) -> None:
        self.desk.window.open_form(ProductForm(self.desk))

    def _on_edit(self) -> None:
        if self.current_id:
            self.open_document(self.current_id)


def _facts(product: ProductDetail) -> list[tuple[str, str]]:
    row = product.row
    quantity = formats().quantity
    stock = [
        (_("Physical"), quantity(row.physical)),
        (_("Reserved"), quantity(row.reserved)),
        (_("Available"), quantity(row.available)),
        (_("Expected"), quantity(row.expected)),
    ]
    sale = [
        (_("Base price"), priced(row.price, row.price_base)),
        (_("VAT"), formats().percent(row.vat_rate)),
        (_("Unit"), row.unit_label),
        (_("Sold by multiples of"), quantity(row.pack)),
    ]
    packing = pack_of(row.pack_label, row.pack_size)
    packs = [(_("Pack"), f"{packing.label} × {quantity(packing.size)}")] if packing else []
    kit_cost = [(_("Cost of the components"), formats().price(product.kit_cost))] if product.kit_cost else []
    replaced = [(_("Replaced by"), product.replaced_by)] if product.replaced_by else []
    named = [(_("Serial numbers"), label(row.serials))] if row.serials else []
    months = [(_("Warranty (months)"), formats().integer(row.warranty_months))] if row.warranty_months else []
    return [*(stock if row.stocked else []), *sale, *packs, *kit_cost, *named, *months, *replaced]
