"""Views of lists kept under a name: saved, replaced, renamed, deleted, one of them to open the list with."""

import pytest

from adv_desktop.models.errors import DomainError
from adv_desktop.services.saved_views import ListView
from tests.support.company import new_company

LATE = ListView("late", "client : dupont", {"columns": [], "sort": "promised", "descending": False})


@pytest.fixture
def views(tmp_path):
    made = new_company(tmp_path / "company.db")
    yield made.saved_views
    made.close()


def names(views, page="orders"):
    return [(view.name, view.is_default) for view in views.of_page(page)]


def test_a_view_is_kept_as_the_list_wrote_it(views):
    views.save("orders", "  Retards   nord ", LATE)
    (kept,) = views.of_page("orders")
    assert (kept.name, kept.view, kept.is_default) == ("Retards nord", LATE, False)
    assert views.of_page("invoices") == []


def test_a_view_of_the_same_name_is_replaced_and_stays_the_default(views):
    first = views.save("orders", "Retards", LATE)
    views.set_default(first, on=True)
    assert views.save("orders", "RETARDS", ListView("blocked")) == first
    (kept,) = views.of_page("orders")
    assert (kept.view, kept.is_default) == (ListView("blocked"), True)


def test_one_view_at_most_opens_a_list(views):
    first, second = views.save("orders", "A", LATE), views.save("orders", "B", LATE)
    other = views.save("invoices", "C", LATE)
    views.set_default(other, on=True)
    views.set_default(first, on=True)
    views.set_default(second, on=True)
    assert names(views) == [("A", False), ("B", True)]
    assert names(views, "invoices") == [("C", True)]
    views.set_default(second, on=False)
    assert names(views) == [("A", False), ("B", False)]


def test_a_view_is_renamed_and_deleted(views):
    first = views.save("orders", "A", LATE)
    views.rename(first, "Été")
    assert names(views) == [("Été", False)]
    views.delete(first)
    assert names(views) == []


@pytest.mark.parametrize(("name", "code"), [(" ", "view.no_name"), ("x" * 41, "view.long_name")])
def test_a_name_that_cannot_be_read_is_refused(views, name, code):
    with pytest.raises(DomainError) as refused:
        views.save("orders", name, LATE)
    assert refused.value.code == code
    assert names(views) == []


def test_the_name_of_another_view_is_refused(views):
    views.save("orders", "Été", LATE)
    second = views.save("orders", "B", LATE)
    with pytest.raises(DomainError) as refused:
        views.rename(second, "ete")
    assert (refused.value.code, refused.value.facts["name"]) == ("view.name_taken", "Été")
    views.rename(second, "b")


def test_a_view_that_is_gone_is_said_to_be(views):
    with pytest.raises(DomainError) as refused:
        views.delete(7)
    assert refused.value.code == "view.not_found"
