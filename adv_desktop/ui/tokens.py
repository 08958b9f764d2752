"""Colour tokens of the light and of the dark window, and the pairs that must stay readable."""

from __future__ import annotations

from collections.abc import Mapping


def _tokens(text: str) -> Mapping[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


LIGHT = _tokens(
    "bg #F5F7FA surface #FFFFFF surface2 #EFF2F6 line #EBEFF4 border #D8DEE6 text #18212D muted #566273 "
    "accent #1F5FBF accent_soft #E4EDFB on_accent #FFFFFF sel #DFEAFB "
    "ok #14653A ok_bg #DDF3E4 warn #7A4A00 warn_bg #FFF0D1 bad #A11B1B bad_bg #FCE4E2 "
    "info #1B4F9C info_bg #E1ECFB neutral #475261 neutral_bg #E8EBEF "
    "s1 #1F5FBF s2 #AFC3E0 s3 #C2610C s4 #14805E s5 #7A4FB5 s6 #A11B1B s7 #D9A514"
)
DARK = _tokens(
    "bg #14171C surface #1C2127 surface2 #262C35 line #272E37 border #353D48 text #E7EBF0 muted #9EAAB8 "
    "accent #7FB0FF accent_soft #213450 on_accent #0D1522 sel #253A59 "
    "ok #8FDBA9 ok_bg #173A26 warn #FFCF7A warn_bg #443112 bad #FF9E97 bad_bg #4A1F1D "
    "info #A3C6FF info_bg #1D3152 neutral #B8C1CC neutral_bg #323A45 "
    "s1 #6FA3F5 s2 #47566B s3 #F2A65A s4 #5CC9A0 s5 #B79BEB s6 #F08A82 s7 #E6C65C"
)

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((text, ground) for text in ("text", "muted") for ground in ("bg", "surface", "surface2", "sel")),
    *((text, ground) for text in ("text", "accent") for ground in ("accent_soft",)),
    *(("accent", ground) for ground in ("bg", "surface", "surface2")),
    ("on_accent", "accent"),
    *((tone, f"{tone}_bg") for tone in ("ok", "warn", "bad", "info", "neutral")),
    *((tone, ground) for tone in ("ok", "warn", "bad", "info") for ground in ("bg", "surface", "sel")),
)


def contrast(first: str, second: str) -> float:
    """Return the WCAG contrast ratio of two colours (1 to 21)."""
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
