"""A small shop to try the line grid with; run it to get a window that writes its lines after every change."""

import json
import sys
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal

from adv_desktop.models.values import plain
from adv_desktop.ui.format import formats
from adv_desktop.ui.tables.line_grid import Edit, GridColumn, GridSpec, LineGrid
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.choices import Choice

TODAY = date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class Product:
    id: int
    code: str
    label: str
    price: str
    stock: int
    barcode: str


PRODUCTS = [
    Product(1, "EPC-1028", "Confiture de cassis de Bourgogne 50 g", "1.05", 516, "3760000010286"),
    Product(2, "EPC-1029", "Confiture de cassis de Bourgogne 250 g", "3.20", 576, "3760000010293"),
    Product(3, "HUI-1026", "Vinaigre de cassis 50 cl", "5.13", 684, "3760000010262"),
    Product(4, "HUI-1025", "Vinaigre de cassis 25 cl", "3.45", 0, "3760000010255"),
    Product(5, "VIN-1053", "Crème de cassis 20° 50 cl", "11.20", 468, "3760000010538"),
    Product(6, "EPS-1002", "Moutarde à l'ancienne de Bourgogne pot 200 g", "2.59", 792, "3760000010026"),
    Product(7, "VAI-1092", "Verre à dégustation 32 cl", "2.75", 816, "3760000010927"),
]


@dataclass(frozen=True, slots=True)
class Line:
    product: int | None = None
    code: str = ""
    label: str = ""
    quantity: Decimal | None = None
    stock: int = 0
    price: Decimal | None = None
    discount: Decimal | None = None
    due: date | None = None


def choice(product, scanned=False):
    extras = (formats().money(round(Decimal(product.price) * 100)), str(product.stock))
    return Choice(product.id, product.code, product.label, extras, product.stock == 0, scanned)


def find(text):
    words = text.casefold().split()
    return [choice(one) for one in PRODUCTS if all(word in f"{one.code} {one.label}".casefold() for word in words)]


def resolve(text):
    for product in PRODUCTS:
        if text == product.barcode:
            return choice(product, scanned=True)
        if text.casefold() == product.code.casefold():
            return choice(product)
    return None


def apply(line, key, value):
    if key != "code":
        return replace(line, **{key: value})
    if value is None:
        return Line()
    product = next(one for one in PRODUCTS if one.id == value.id)
    named = replace(line, product=product.id, code=product.code, label=product.label, stock=product.stock)
    return replace(named, quantity=line.quantity or Decimal(1), price=Decimal(product.price), due=line.due or TODAY)


def short(line):
    return bool(line.quantity and line.quantity > line.stock)


def number(value):
    return "" if value is None else formats().quantity(value)


def amount(line):
    return formats().amount(round((line.quantity or 0) * (line.price or 0) * 100))


COLUMNS = [
    GridColumn("code", "Code article", lambda line: line.code, Edit.PRODUCT, width=108, short=True),
    GridColumn("label", "Désignation", lambda line: line.label, Edit.TEXT, stretch=True),
    GridColumn(
        "quantity",
        "Qté",
        lambda line: number(line.quantity),
        Edit.QUANTITY,
        right=True,
        width=64,
        short=True,
        ground=lambda line: Tone.WARN if line.code.startswith("VAI") else None,
    ),
    GridColumn("unit", "U", lambda line: "pce" if line.product else "", width=48, tone=lambda line: Tone.NEUTRAL),
    GridColumn(
        "stock",
        "Dispo",
        lambda line: str(line.stock) if line.product else "",
        right=True,
        width=72,
        tone=lambda line: Tone.BAD if short(line) else None,
        icon=lambda line: "warning" if short(line) else None,
        tip=lambda line: f"{line.stock} disponibles pour {line.quantity} commandées" if short(line) else "",
    ),
    GridColumn(
        "price",
        "PU HT",
        lambda line: "" if line.price is None else formats().price(line.price),
        Edit.PRICE,
        right=True,
        width=80,
    ),
    GridColumn(
        "discount",
        "Remise %",
        lambda line: number(line.discount) or "—",
        Edit.PERCENT,
        right=True,
        width=84,
        typed=lambda line: number(line.discount),
    ),
    GridColumn("amount", "Montant HT", amount, right=True, width=104, bold=True),
    GridColumn(
        "due",
        "Délai",
        lambda line: formats().short_date(line.due) if line.due else "",
        Edit.DATE,
        right=True,
        width=84,
        typed=lambda line: formats().date(line.due) if line.due else "",
    ),
]


def spec(search=None):
    return GridSpec(
        columns=COLUMNS,
        blank=Line,
        is_blank=lambda line: line == Line(),
        apply=apply,
        product_of=lambda line: line.product,
        add_one=lambda line: replace(line, quantity=(line.quantity or Decimal(0)) + 1),
        search=search or (lambda text, show: show(find(text))),
        resolve=resolve,
    )


def line(code, quantity, **others):
    return replace(apply(Line(), "code", resolve(code)), quantity=Decimal(quantity), **others)


def make_grid(search=None):
    return LineGrid("Lignes de la commande", spec(search), TODAY)


def _written(one):
    return {key: plain(value) if isinstance(value, Decimal) else str(value) for key, value in asdict(one).items()}


def main():
    from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

    from adv_desktop.ui.theme import theme

    app = QApplication([])
    theme().apply(app)
    window = QWidget()
    window.setWindowTitle("line grid")
    box = QVBoxLayout(window)
    grid = make_grid()
    box.addWidget(grid)
    box.addWidget(QLineEdit())

    def tell(**event):
        print(json.dumps(event | {"lines": [_written(one) for one in grid.lines()]}), flush=True)

    grid.lines_changed.connect(tell)
    grid.detail_requested.connect(lambda row: tell(detail=row))
    window.resize(1000, 600)
    window.show()
    grid.setFocus()
    grid.edit_cell(0, "code")
    tell(window=int(window.winId()))
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
