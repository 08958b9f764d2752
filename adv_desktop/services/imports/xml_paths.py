"""Look into a structured order by the local names of its elements."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from adv_desktop.services.imports.words import one_line


def all_at(element: Element, path: str) -> list[Element]:
    """Return the elements at a path of local names: the prefixes and versions of the namespaces don't matter."""
    found = [element]
    for name in path.split("/"):
        found = [child for parent in found for child in parent if local_name(child) == name]
    return found


def first_at(element: Element, path: str) -> Element | None:
    """Return the first element at a path; None when there is none."""
    return next(iter(all_at(element, path)), None)


def own_text(element: Element | None) -> str:
    """Return the text of an element on one line; empty without it."""
    return one_line(element.text or "") if element is not None else ""


def text_at(element: Element, path: str) -> str:
    """Return the text of the first element at a path; empty when there is none."""
    return own_text(first_at(element, path))


def texts_at(element: Element, path: str) -> list[str]:
    """Return the texts of the elements at a path that have any."""
    return [text for found in all_at(element, path) if (text := own_text(found))]


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]
