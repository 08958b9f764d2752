"""Payment terms as a person writes them: reading, and the normal form that is written back.

The words here are a notation of the trade (« 30 jours fin de mois le 10 »), French first and English
beside it; whatever `label` writes, `parse` reads back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.instalments import (
    BuyerKind,
    CeilingExceeded,
    Instalment,
    InstalmentTerm,
    PaymentTerms,
    TermMode,
    TermsSummary,
    over_ceiling,
)
from adv_desktop.models.values import PERCENT_DECIMALS, plain, round_half_up

__all__ = [
    "BuyerKind",
    "CeilingExceeded",
    "Instalment",
    "InstalmentTerm",
    "PaymentTerms",
    "TermMode",
    "TermsSummary",
    "label",
    "over_ceiling",
    "parse",
]

_DAY = r"(?:jours?|j|days?|d)"
_EOM = r"(?:(?:a |de )?(?:la )?fin (?:de|du) mois|fm|fdm|end of (?:the )?month|eom)"
_INVOICE = r"(?:(?:de |from |after |of )?(?:the )?(?:date (?:de |d')?(?:la )?facture|invoice(?: date)?))"
_DELIVERY = r"(?:(?:apres |de |from |after )?(?:la )?(?:date de )?(?:livraison|delivery)(?: date)?)"
_ON = r"(?: (?:le|on the|the|on) (?P<on>\d{1,2})(?:er|st|nd|rd|th)?)?"
_PREFIX = re.compile(r"(?:(?:paiement|reglement|payment|payable) )?(?:(?:a|sous|within|in|at|net a) )?")

_CLAUSES = tuple(
    (re.compile(pattern), mode)
    for pattern, mode in (
        (rf"(?P<n>\d{{1,3}}) ?{_DAY}(?: (?:nets?|(?:net )?{_INVOICE}))?", TermMode.NET),
        (rf"(?P<n>\d{{1,3}}) ?{_DAY} (?:net )?(?P<delivery>{_DELIVERY})", TermMode.NET),
        (rf"net (?P<n>\d{{1,3}})(?: ?{_DAY})?", TermMode.NET),
        (rf"(?P<n>\d{{1,3}}) ?{_DAY} ?{_EOM}(?: ?\(?a\)?)?{_ON}", TermMode.J_FM),
        (rf"{_EOM} ?\+? ?(?P<n>\d{{1,3}}) ?{_DAY}(?: ?\(?b\)?)?", TermMode.FM_J),
        (rf"(?P<n>\d{{1,3}}) ?{_DAY} (?:apres|after|from) {_EOM}", TermMode.FM_J),
        (rf"(?P<n>\d{{1,2}}) ?(?:mois|months?) ?{_EOM}", TermMode.MOIS_FM),
    )
)
_AT_ONCE = re.compile(
    r"(?:comptant|cash|immediate(?: payment)?|(?:comptant |due )?(?:a |on |upon )?(?:reception|receipt)"
    r"(?: (?:de |d'|of )?(?:la |the )?(?:facture|invoice))?)"
)
_AT_DELIVERY = re.compile(
    r"(?:comptant |cash )?(?:a |on )?(?:la )?(?:livraison|delivery)|(?:en )?contre[ -]remboursement"
)
_AT_ORDER = re.compile(
    r"(?:(?:paiement|comptant|payment|cash|payable) )?(?:a |with |on |at )?(?:la |the )?(?:commande|order)"
    r"|prepaid|prepayment|payment in advance"
)
_SHARE = re.compile(r"(?P<percent>\d{1,3}(?:\.\d{1,4})?)% (?P<rest>.+)")
_REMAINDER = re.compile(r"(?:(?:le |the )?(?:solde|reste|balance|remainder)) (?P<rest>.+)")
_DAYS_LIST = re.compile(rf"(?P<list>\d{{1,3}}(?: ?/ ?\d{{1,3}})+) ?{_DAY}(?P<rest>.*)")
_TIMES = re.compile(
    r"(?:en |in )?(?P<count>\d{1,2}) (?:fois|times|(?:equal )?(?:instalments|installments))"
    rf"(?: (?:tous les|every) (?P<step>\d{{1,3}}) {_DAY})?"
)
_MAX_TIMES = 36
_DEFAULT_STEP = 30


def parse(text: str) -> PaymentTerms:
    """Read payment terms; raise `terms.unknown` on what is not understood."""
    written = _normal(text)
    terms = _equal_parts(written) or _listed_parts(written)
    if terms is None:
        raise DomainError("terms.unknown", written=text.strip())
    return terms


def label(terms: PaymentTerms, language: str = "fr") -> str:
    """Write terms in their normal form, which `parse` reads back; a language that is not spoken reads as English."""
    words = _FRENCH if language == "fr" else _ENGLISH
    if len(terms.instalments) == 1:
        only = terms.instalments[0]
        return words.prepaid if only.at_order else _moment(only, words)
    equal = _equal_label(terms.instalments, words)
    return equal or ", ".join(_part_label(term, words) for term in terms.instalments)


def _normal(text: str) -> str:
    """Fold case, accents, kinds of space and apostrophe; tie a percent to its sign."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("\u2019", "'"))
    plain_text = "".join(letter for letter in folded if not unicodedata.combining(letter))
    spaced = " ".join(plain_text.split()).rstrip(" .")
    percents = re.sub(r"(\d)[,.](\d{1,4}) ?%", r"\1.\2%", spaced)
    return re.sub(r"(\d) ?% ?", r"\1% ", percents)


def _clause(text: str) -> InstalmentTerm | None:
    """Read one moment of payment."""
    text = text.strip()
    if _AT_ORDER.fullmatch(text):
        return InstalmentTerm(at_order=True)
    if _AT_ONCE.fullmatch(text):
        return InstalmentTerm()
    if _AT_DELIVERY.fullmatch(text):
        return InstalmentTerm(from_delivery=True)
    prefix = _PREFIX.match(text)
    bare = text[prefix.end() :] if prefix else text
    for candidate in (text, bare):
        for pattern, mode in _CLAUSES:
            found = pattern.fullmatch(candidate)
            if found:
                return _term(found.groupdict(), mode)
    return None


def _term(found: dict[str, str | None], mode: TermMode) -> InstalmentTerm | None:
    on = found.get("on")
    if on is not None and not 1 <= int(on) <= 31:
        return None
    return InstalmentTerm(
        mode=mode,
        days=int(found["n"] or 0),
        day_of_month=int(on) if on else None,
        from_delivery=bool(found.get("delivery")),
    )


def _equal_parts(text: str) -> PaymentTerms | None:
    """Read « 30/60/90 jours » and « 3 fois tous les 30 jours »."""
    times = _TIMES.fullmatch(text)
    if times:
        count, step = int(times["count"]), int(times["step"] or _DEFAULT_STEP)
        if not 1 < count <= _MAX_TIMES:
            return None
        return _shared_equally([InstalmentTerm(days=step * number) for number in range(1, count + 1)])
    prefix = _PREFIX.match(text)
    listed = _DAYS_LIST.fullmatch(text[prefix.end() :] if prefix else text)
    if not listed:
        return None
    days = [int(number) for number in listed["list"].split("/")]
    if days != sorted(set(days)):
        return None
    return _shared_equally([_clause(f"{number} j{listed['rest']}") for number in days])


def _shared_equally(terms: Sequence[InstalmentTerm | None]) -> PaymentTerms | None:
    known = [term for term in terms if term is not None]
    if not known or len(known) != len(terms):
        return None
    share = Fraction(1, len(known))
    return PaymentTerms((*(replace(term, share=share) for term in known[:-1]), known[-1]))


def _listed_parts(text: str) -> PaymentTerms | None:
    """Read one moment, or « P % à …, P % à …, solde à … »."""
    if "%" not in text:
        only = _clause(text)
        return PaymentTerms((only,)) if only else None
    terms = [_part(piece) for piece in re.split(r" ?[,;] ?| (?:et|puis|and|then) ", text)]
    known = [term for term in terms if term is not None]
    if len(known) != len(terms):
        return None
    shares = [term.share for term in known if term.share is not None]
    total = sum(shares, Fraction(0))
    if len(shares) == len(known) and total == 1:
        return PaymentTerms((*known[:-1], replace(known[-1], share=None)))
    ends_with_rest = known[-1].share is None and len(shares) == len(known) - 1 and 0 < total < 1
    return PaymentTerms(tuple(known)) if ends_with_rest else None


def _part(piece: str) -> InstalmentTerm | None:
    share = _SHARE.fullmatch(piece)
    if share:
        term = _clause(share["rest"])
        portion = Fraction(share["percent"]) / 100
        return replace(term, share=portion) if term and portion > 0 else None
    rest = _REMAINDER.fullmatch(piece)
    return _clause(rest["rest"]) if rest else None


@dataclass(frozen=True, slots=True)
class _Words:
    prepaid: str
    at_order: str
    at_once: str
    at_delivery: str
    net: str
    days: str
    delivery: str
    end_of_month: str
    from_end: str
    months: str
    on: str
    balance: str
    to: str
    point: str


_FRENCH = _Words(
    prepaid="paiement à la commande",
    at_order="à la commande",
    at_once="comptant",
    at_delivery="à la livraison",
    net="{n} jours nets",
    days="{n} jours",
    delivery="{n} jours date de livraison",
    end_of_month="{n} jours fin de mois",
    from_end="fin de mois + {n} jours",
    months="{n} mois fin de mois",
    on=" le {day}",
    balance="solde",
    to="à ",
    point=",",
)
_ENGLISH = _Words(
    prepaid="payment with order",
    at_order="with order",
    at_once="due on receipt",
    at_delivery="on delivery",
    net="{n} days net",
    days="{n} days",
    delivery="{n} days after delivery",
    end_of_month="{n} days end of month",
    from_end="end of month + {n} days",
    months="{n} months end of month",
    on=" on the {day}",
    balance="balance",
    to="",
    point=".",
)


def _moment(term: InstalmentTerm, words: _Words) -> str:
    if term.mode is TermMode.NET and term.days == 0:
        return words.at_delivery if term.from_delivery else words.at_once
    pattern = {
        TermMode.NET: words.delivery if term.from_delivery else words.net,
        TermMode.J_FM: words.end_of_month,
        TermMode.FM_J: words.from_end,
        TermMode.MOIS_FM: words.months,
    }[term.mode]
    on = words.on.format(day=term.day_of_month) if term.day_of_month else ""
    return _singular(pattern.format(n=term.days), term.days) + on


def _singular(text: str, number: int) -> str:
    if number != 1:
        return text
    return (
        text.replace("jours nets", "jour net")
        .replace("jours", "jour")
        .replace("days", "day")
        .replace("months", "month")
    )


def _part_label(term: InstalmentTerm, words: _Words) -> str:
    portion = words.balance
    if term.percent is not None:
        portion = plain(round_half_up(term.percent, PERCENT_DECIMALS)).replace(".", words.point) + " %"
    if term.at_order:
        return f"{portion} {words.at_order}"
    moment = _moment(term, words)
    needs_to = moment[0].isdigit() or moment.startswith("fin")
    return f"{portion} {words.to if needs_to else ''}{moment}"


def _equal_label(terms: tuple[InstalmentTerm, ...], words: _Words) -> str | None:
    """Write « 30/60/90 jours », where parts are equal and count days in one way."""
    share = Fraction(1, len(terms))
    first = terms[0]
    alike = all(replace(term, share=None, days=0) == replace(first, share=None, days=0) for term in terms)
    equal = all(term.share == share for term in terms[:-1])
    days = [term.days for term in terms]
    listable = first.mode in {TermMode.NET, TermMode.J_FM} and not first.at_order and days == sorted(set(days))
    if not (alike and equal and listable):
        return None
    numbers = "/".join(str(day) for day in days)
    if first.mode is TermMode.NET and not first.from_delivery:
        return words.days.format(n=numbers)
    return _moment(replace(first, days=0), words).replace("0", numbers, 1)
