"""Make the typefaces of resources/fonts from the static Inter files (run once; the result is committed).

usage: python installer/make_fonts.py FOLDER   (FOLDER: the unpacked npm package @expo-google-fonts/inter)
The window takes the files as they are. The documents take a Latin subset whose default digits are the
tabular ones, since the PDF writer knows no OpenType features. Needs fontTools.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
WEIGHTS = {"Regular": "400Regular", "Medium": "500Medium", "SemiBold": "600SemiBold", "Bold": "700Bold"}
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x218, 0x21C), *range(0x1E00, 0x1F00)]
SIGNS = [ord(sign) for sign in "€œŒ«»‘’‚“”„†‡•…‰‹›–—‒―‐‑−×÷±≈≠≤≥→←↑↓✓✗№™½¼¾²³°Ωµ■□●○▲▼\u202f\u2009\u2007\u2002\u2003"]


def tabular(font: TTFont) -> None:
    """Point the digits at their fixed-width glyphs (the feature `tnum`), so that columns of figures align."""
    table = font["GSUB"].table
    swaps: dict[str, str] = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for subtable in table.LookupList.Lookup[index].SubTable:
                    swaps |= getattr(subtable, "ExtSubTable", subtable).mapping
    for cmap in font["cmap"].tables:
        if cmap.isUnicode():
            cmap.cmap = {
                code: swaps.get(glyph, glyph) if chr(code).isdigit() else glyph for code, glyph in cmap.cmap.items()
            }


def subset(source: Path, target: Path) -> None:
    """Write the Latin subset of a font, without hints, layout tables or time stamp: the same bytes each time."""
    font = TTFont(source, recalcTimestamp=False)
    tabular(font)
    options = Options(hinting=False, layout_features=[], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=LATIN + SIGNS)
    subsetter.subset(font)
    font.save(target)


def main(folder: Path) -> None:
    """Copy the window's four weights and their licence, and subset them for the documents."""
    (FONTS / "documents").mkdir(parents=True, exist_ok=True)
    for weight, name in WEIGHTS.items():
        source = folder / name / f"Inter_{name}.ttf"
        shutil.copyfile(source, FONTS / f"Inter-{weight}.ttf")
        subset(source, FONTS / "documents" / f"Inter-{weight}.ttf")
    shutil.copyfile(folder / "LICENSE_FONT", FONTS / "Inter-OFL.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
