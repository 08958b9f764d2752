"""`adv promotion`: promotions, listed, added and ended."""

from __future__ import annotations

import argparse

from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, iso, number, number_or_none
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import day, line_number, percent
from adv_desktop.cli.typed import number as exact
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.models.errors import DomainError
from adv_desktop.services.products import product_of
from adv_desktop.services.promotions import NewPromotion, PromotionRow
from adv_desktop.services.texts import N_


def register(verbs: Verbs) -> None:
    """Declare the verbs."""
    verbs.add("promotion list", N_("list the promotions"), list_promotions)
    add = verbs.add("promotion add", N_("add a promotion"), add_promotion, list_again)
    add.option("--product", "CODE", N_("the product that it is on"))
    add.option("--family", "F", N_("the family that it is on"))
    add.option("--category", "C", N_("customers of this category only"))
    add.option("--percent", "P", N_("a discount; several make a cascade"), percent, several=True)
    add.option("--price", "A", N_("a price, net"), exact)
    add.option("--start", "D", N_("the first day"), day)
    add.option("--until", "D", N_("the last day"), day)
    add.option("--note", "TEXT", N_("a remark"))
    end = verbs.add("promotion end", N_("stop a promotion"), end_promotion, list_again)
    end.argument("promotion", "ID")


def list_promotions(_asked: argparse.Namespace, console: Console) -> Answer:
    """List the promotions, those that end last first."""
    found = console.services.promotions.all()
    lines = tuple(f"{one.id}. {one.product or one.family}: {_terms(one)}" for one in found)
    return Answer({"promotions": [_object(one) for one in found]}, lines)


def list_again(asked: argparse.Namespace, console: Console, _documents: Documents) -> Answer:
    """Show what a request already wrote."""
    return list_promotions(asked, console)


def add_promotion(asked: argparse.Namespace, console: Console) -> Answer:
    """Record a promotion on a product or a family."""
    product_id = None
    if asked.product:
        with console.services.store.read() as session:
            product_id = product_of(session, asked.product).id
    command = NewPromotion(
        product_id,
        asked.family,
        asked.category,
        tuple(asked.percent),
        asked.price,
        asked.start,
        asked.until,
        asked.note,
    )
    console.services.promotions.add(command)
    return list_promotions(asked, console)


def end_promotion(asked: argparse.Namespace, console: Console) -> Answer:
    """Stop a promotion."""
    wanted = line_number(asked.promotion)
    if wanted not in {one.id for one in console.services.promotions.all()}:
        raise DomainError("promotion.not_found", number=wanted)
    console.services.promotions.end(wanted)
    return list_promotions(asked, console)


def _terms(one: PromotionRow) -> str:
    return number(one.price) if one.price is not None else " + ".join(f"{number(part)} %" for part in one.percents)


def _object(one: PromotionRow) -> JsonObject:
    return {
        "id": one.id,
        "product": one.product,
        "family": one.family,
        "category": one.category,
        "percents": [number(part) for part in one.percents],
        "price": number_or_none(one.price),
        "start": iso(one.starts_on),
        "end": iso(one.ends_on),
        "note": one.remark,
        "begun": one.begun,
        "over": one.over,
    }
