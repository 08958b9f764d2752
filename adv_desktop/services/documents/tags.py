"""What a screen reader is told of a page: elements in reading order (PDF/UA-1, ISO 14289-1), the rest is decoration.

While a page is drawn, `Tagging` puts marks around its operators and keeps which element owns each mark; `attach`
then writes the elements into the file as its structure tree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pikepdf

Box = tuple[float, float, float, float]


class Role(StrEnum):
    """What an element is, by its standard name (ISO 32000-1, §14.8.4)."""

    TITLE = "H1"
    HEADING = "H2"
    PARAGRAPH = "P"
    TABLE = "Table"
    ROW = "TR"
    HEAD = "TH"
    CELL = "TD"
    FIGURE = "Figure"


class Mark(NamedTuple):
    """A marked part of a page: the page counted from 0, and the number of the mark on it."""

    page: int
    number: int


@dataclass(eq=False, slots=True)
class Element:
    """A node of the structure: `alt` and `box` describe a figure, `scope` a head, `span` the columns of a cell."""

    role: Role
    alt: str = ""
    scope: str = ""
    span: int = 1
    box: Box | None = None
    kids: list[Element | Mark] = field(default_factory=list)

    def add(self, element: Element) -> Element:
        """Put an element after those that are inside already; return it."""
        self.kids.append(element)
        return element


@dataclass(slots=True)
class Structure:
    """All elements of a document in reading order; for each page the owners of its marks."""

    elements: list[Element] = field(default_factory=list)
    owners: list[list[Element]] = field(default_factory=lambda: [[]])


class _Nothing:
    """No mark is open."""


_NOTHING = _Nothing()


class Within:
    """An element that is open for the time of a `with` (a class: a generator costs three times as much)."""

    __slots__ = ("_element", "_open")

    def __init__(self, opened: list[Element | None], element: Element | None) -> None:
        self._open = opened
        self._element = element

    def __enter__(self) -> None:
        self._open.append(self._element)

    def __exit__(self, *_raised: object) -> None:
        self._open.pop()


class Tagging:
    """Marks what is drawn as part of the open element; a text that none is open for is the paragraph of its block."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self.structure = Structure()
        self._write = write
        self._open: list[Element | None] = []
        self._paragraph: Element | None = None
        self._marked: Element | _Nothing | None = _NOTHING

    def read(self) -> bool:
        """Mark what comes next as something to be read; tell whether it goes on with what was read before."""
        owner = self._open[-1] if self._open else self._own_paragraph()
        goes_on = owner is not None and bool(owner.kids)
        self._mark(owner)
        return goes_on

    def decorate(self) -> None:
        """Mark what comes next as decoration, unless a figure is being drawn."""
        innermost = self._open[-1] if self._open else None
        self._mark(innermost if innermost and innermost.role is Role.FIGURE else None)

    def next_block(self) -> None:
        """Begin another block: its texts are a paragraph of their own."""
        self._paragraph = None

    def next_page(self) -> None:
        """End the page."""
        self._close()
        self.next_block()
        self.structure.owners.append([])

    def place(self, element: Element) -> None:
        """Put an element inside the open one, at the place the reader has come to."""
        innermost = self._open[-1] if self._open else None
        (innermost.kids if innermost else self.structure.elements).append(element)
        self._paragraph = None

    def within(self, element: Element | None) -> Within:
        """Have the texts that are drawn belong to an element, or to none: a decoration."""
        return Within(self._open, element)

    def _own_paragraph(self) -> Element:
        if self._paragraph is None:
            self._paragraph = Element(Role.PARAGRAPH)
            self.structure.elements.append(self._paragraph)
        return self._paragraph

    def _mark(self, owner: Element | None) -> None:
        if owner is self._marked:
            return
        self._close()
        self._marked = owner
        if owner is None:
            self._write("/Artifact BMC")
            return
        owners = self.structure.owners[-1]
        self._write(f"/{owner.role} <</MCID {len(owners)}>> BDC")
        owner.kids.append(Mark(len(self.structure.owners) - 1, len(owners)))
        owners.append(owner)

    def _close(self) -> None:
        if self._marked is not _NOTHING:
            self._write("EMC")
            self._marked = _NOTHING


def attach(pdf: pikepdf.Pdf, structure: Structure) -> None:
    """Write the structure into a PDF whose pages carry its marks."""
    from pikepdf import Array, Dictionary, Name

    writer = _Writer(pdf)
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
    document.K = Array([writer.written(element, document) for element in structure.elements])
    root.K = document
    numbers: list[int | pikepdf.Object] = []
    for number, page in enumerate(pdf.pages):
        page.StructParents = number
        page.Tabs = Name.S
        owners = Array([writer.objects[owner] for owner in structure.owners[number]])
        numbers += [number, pdf.make_indirect(owners)]
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(numbers)))
    root.ParentTreeNextKey = len(pdf.pages)
    announce(pdf, root)


class Joined:
    """Brings the structures of several files into the one that their pages are added to."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        from pikepdf import Dictionary, Name

        self._pdf = pdf
        self._root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._root.K = pdf.make_indirect(Dictionary(S=Name.Document, P=self._root))
        self._documents: list[pikepdf.Object] = []
        self._numbers: list[int | pikepdf.Object] = []

    def add(self, source: pikepdf.Pdf) -> None:
        """Add the pages of a tagged file and its elements."""
        from pikepdf import Name

        first = len(self._pdf.pages)
        self._pdf.pages.extend(source.pages)
        tree = self._pdf.copy_foreign(source.Root.StructTreeRoot)
        document = tree.K
        document.S, document.P = Name.Part, self._root.K
        document.Lang = str(source.Root.Lang)
        self._documents.append(document)
        for number, owners in enumerate(list(tree.ParentTree.Nums)[1::2], first):
            self._pdf.pages[number].StructParents = number
            self._numbers += [number, owners]

    def close(self) -> None:
        """Write what was brought together."""
        from pikepdf import Array, Dictionary

        self._root.K.K = Array(self._documents)
        self._root.ParentTree = self._pdf.make_indirect(Dictionary(Nums=Array(self._numbers)))
        self._root.ParentTreeNextKey = len(self._pdf.pages)
        announce(self._pdf, self._root)


def insert_paragraph(pdf: pikepdf.Pdf, page: pikepdf.Page) -> int:
    """Make the paragraph that is read before all others; return the number of its mark on the page."""
    from pikepdf import Array, Dictionary, Name

    root = pdf.Root.StructTreeRoot
    document, owners = root.K, root.ParentTree.Nums[2 * int(page.StructParents) + 1]
    number = len(owners)
    paragraph = pdf.make_indirect(Dictionary(S=Name.P, P=document, Pg=page.obj, K=number))
    document.K = Array([paragraph, *document.K])
    owners.append(paragraph)
    return number


def announce(pdf: pikepdf.Pdf, root: pikepdf.Object) -> None:
    """Say that the file is tagged, and that readers show its title in place of its file name."""
    from pikepdf import Dictionary

    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


class _Writer:
    """Turns elements into objects of a PDF."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        import pikepdf

        self.objects: dict[Element, pikepdf.Object] = {}
        self._pdf = pdf
        self._pages = [page.obj for page in pdf.pages]
        # Looked up once: a page has some two hundred elements of a dozen sorts.
        self._array, self._dictionary = pikepdf.Array, pikepdf.Dictionary
        self._roles = {role: pikepdf.Name(f"/{role}") for role in Role}
        self._scopes = {
            scope: pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name(f"/{scope}"))
            for scope in ("Row", "Column")
        }

    def written(self, element: Element, parent: pikepdf.Object) -> pikepdf.Object:
        """Write an element and all that is inside."""
        facts: dict[str, object] = {"/S": self._roles[element.role], "/P": parent}
        marks = [kid for kid in element.kids if isinstance(kid, Mark)]
        if marks:
            facts["/Pg"] = self._pages[marks[0].page]
            if len(element.kids) == 1:
                facts["/K"] = marks[0].number
        if element.alt:
            facts["/Alt"] = element.alt
        attributes = self._attributes(element)
        if attributes is not None:
            facts["/A"] = attributes
        made = self._pdf.make_indirect(self._dictionary(facts))
        self.objects[element] = made
        if element.kids and "/K" not in facts:
            made.K = self._array([self._kid(kid, made, marks) for kid in element.kids])
        return made

    def _kid(self, kid: Element | Mark, made: pikepdf.Object, marks: list[Mark]) -> pikepdf.Object | int:
        if isinstance(kid, Element):
            return self.written(kid, made)
        if kid.page == marks[0].page:
            return kid.number
        from pikepdf import Name

        return self._dictionary(Type=Name.MCR, Pg=self._pages[kid.page], MCID=kid.number)

    def _attributes(self, element: Element) -> pikepdf.Object | None:
        """Return the attributes of a table cell or of a figure."""
        if element.scope:
            return self._scopes[element.scope]
        if element.span == 1 and not element.box:
            return None
        from pikepdf import Name

        if element.box:
            return self._dictionary(O=Name.Layout, BBox=self._array([round(side, 2) for side in element.box]))
        return self._dictionary(O=Name.Table, ColSpan=element.span)
