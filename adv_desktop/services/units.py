"""Say a written unit in ours: pieces under all their names, packs of so many, and metric multiples.

One rule for the files of customers and for what is typed in a line (« 3 ct »).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from adv_desktop.models.product import Product
from adv_desktop.models.rules.packs import Pack
from adv_desktop.services.folding import fold

# Words and UN/ECE codes that mean one of what is sold; a bottle or a jar is one piece of a product sold by the piece.
_PIECES = frozenset(
    "c62 h87 ea pce pcs pc p piece pieces u un unite unites unit units each stk stck stuck st bt bte btl bout bouteille"
    " bouteilles flasche flaschen bottle bottles pot pots bocal bocaux glas jar jars sachet sachets beutel boite boites"
    " dose dosen seau seaux eimer bidon bidons sac sacs tube tubes xbo xjr xbj xbg xbx xtu ex exemplaire exemplaires"
    " ens nb nar".split()
)
_PACKS = frozenset(
    "ct cts ctn ctns cart carton cartons krt karton kartons colis col"
    " caisse caisses cs case cases kiste kisten pk pack packs pck"
    " paquet paquets lot lots ve vpe box boxes xct xcs xcr xpk xpa pkt fardeau fardeaux uvc plateau plateaux".split()
)
_COUNTS = {
    "dz": 12,
    "dzn": 12,
    "douzaine": 12,
    "douzaines": 12,
    "dozen": 12,
    "dutzend": 12,
    "cent": 100,
    "cen": 100,
    "hc": 100,
    "hundred": 100,
    "hundert": 100,
    "dpc": 12,
    "gro": 144,
    "t3": 1000,
    "mll": 1000,
    "thousand": 1000,
    "tausend": 1000,
    "npr": 2,
    "mille": 1000,
    "mil": 1000,
    "paire": 2,
    "paires": 2,
    "pair": 2,
    "pr": 2,
}
# Unit word: (UN/ECE code of the family, how many of it).
_METRIC: dict[str, tuple[str, Decimal]] = {
    "kg": ("KGM", Decimal(1)),
    "kgm": ("KGM", Decimal(1)),
    "kilo": ("KGM", Decimal(1)),
    "kilos": ("KGM", Decimal(1)),
    "kilogramme": ("KGM", Decimal(1)),
    "kilogrammes": ("KGM", Decimal(1)),
    "kilogram": ("KGM", Decimal(1)),
    "g": ("KGM", Decimal("0.001")),
    "gr": ("KGM", Decimal("0.001")),
    "grm": ("KGM", Decimal("0.001")),
    "gramme": ("KGM", Decimal("0.001")),
    "grammes": ("KGM", Decimal("0.001")),
    "t": ("KGM", Decimal(1000)),
    "tne": ("KGM", Decimal(1000)),
    "tonne": ("KGM", Decimal(1000)),
    "tonnes": ("KGM", Decimal(1000)),
    "m": ("MTR", Decimal(1)),
    "ml": ("MTR", Decimal(1)),
    "mtr": ("MTR", Decimal(1)),
    "metre": ("MTR", Decimal(1)),
    "metres": ("MTR", Decimal(1)),
    "meter": ("MTR", Decimal(1)),
    "cm": ("MTR", Decimal("0.01")),
    "cmt": ("MTR", Decimal("0.01")),
    "l": ("LTR", Decimal(1)),
    "ltr": ("LTR", Decimal(1)),
    "litre": ("LTR", Decimal(1)),
    "litres": ("LTR", Decimal(1)),
    "liter": ("LTR", Decimal(1)),
    "cl": ("LTR", Decimal("0.01")),
    "clt": ("LTR", Decimal("0.01")),
    "hl": ("LTR", Decimal(100)),
    "m2": ("MTK", Decimal(1)),
    "mtk": ("MTK", Decimal(1)),
    "h": ("HUR", Decimal(1)),
    "hur": ("HUR", Decimal(1)),
    "heure": ("HUR", Decimal(1)),
    "heures": ("HUR", Decimal(1)),
}
_NOT_WORD = re.compile(r"[^a-z0-9%€#]+")
_ONE_OF = {code: code for code in ("C62", "H87", "EA")}


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """How many of our unit one of theirs is; `known` is False when nobody can tell."""

    factor: Decimal = Decimal(1)
    differs: bool = False
    known: bool = True


SAME = UnitMatch()


def unit_code(written: str) -> str:
    """Return the UN/ECE code of a unit word; a piece when it is not known."""
    word = _word(written)
    if word in _METRIC and _METRIC[word][1] == 1:
        return _METRIC[word][0]
    return written.upper() if written.upper() in _ONE_OF else "C62"


def is_unit_word(written: str) -> bool:
    """Tell whether a word is one that units are known by."""
    word = _word(written)
    return bool(word) and (word in _METRIC or word in _COUNTS or word in _PIECES or word in _PACKS)


def match(written: str, product: Product, unit_pack: int | None = None) -> UnitMatch:
    """Compare the unit written for a product with its own; its pack goes by its name, or the first letters of it."""
    word, own = _word(written), _word(product.pack_label or "")
    if product.packing is not None and _means(word, own):
        return UnitMatch(product.packing.size, differs=True)
    packed = product.pack if product.pack_size is None else product.pack_size
    return match_unit(written, product.unit, unit_pack, packed)


def pack_counted(written: str, product: Product, found: UnitMatch) -> Pack | None:
    """Return the packs that a quantity was counted in, by the product's own name where it is its pack."""
    if found.factor <= 1:
        return None
    own = product.packing
    return own if own is not None and own.size == found.factor else Pack(written.strip(), found.factor)


def _means(word: str, own: str) -> bool:
    if not word or word == own:
        return bool(word)
    return len(word) > 1 and own.startswith(word) and word not in _PIECES and word not in _METRIC


def match_unit(written: str, ours: str, unit_pack: int | None, product_pack: Decimal) -> UnitMatch:
    """Compare the unit written with ours; the size of a pack is the one written, else the product's."""
    word = _word(written)
    if not word or word == ours.lower():
        return SAME
    if word in _METRIC:
        return _metric(word, ours)
    if word in _COUNTS:
        return UnitMatch(Decimal(_COUNTS[word]), differs=True)
    # "boîte de 12" is a pack although a bare "boîte" is a piece.
    if unit_pack and unit_pack > 1:
        return UnitMatch(Decimal(unit_pack), differs=True)
    if word in _PIECES:
        return SAME if ours in _ONE_OF else UnitMatch(differs=True, known=False)
    if word in _PACKS:
        known = product_pack > 1
        return UnitMatch(product_pack if known else Decimal(1), differs=True, known=known)
    return UnitMatch(differs=True, known=False)


def _metric(word: str, ours: str) -> UnitMatch:
    family, factor = _METRIC[word]
    mine = _METRIC.get(ours.lower())
    if mine is None or mine[0] != family:
        return UnitMatch(differs=True, known=False)
    ratio = factor / mine[1]
    return SAME if ratio == 1 else UnitMatch(ratio, differs=True)


def _word(written: str) -> str:
    said = _NOT_WORD.sub(" ", fold(written)).strip()
    return said.split(" ", 1)[0] if said else ""
