"""The one colour a municipality chooses, made readable on light and dark."""

from __future__ import annotations

import re

from corpus.errors import InvalidSetting

LIGHT, DARK = (255, 255, 255), (31, 36, 41)
CONTRAST = 4.8
"""A little above the 4.5:1 of WCAG 2.2 criterion 1.4.3."""

Rgb = tuple[int, int, int]


def accent_css(accent: str) -> str:
    """A `:root` rule with the accent for light and dark; "" for the default colour. Raises InvalidSetting."""
    if not accent:
        return ""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", accent):
        raise InvalidSetting(f"KLIMASVAR_ACCENT skal være en farve som #004d99, men er »{accent}«.")
    colour: Rgb = (int(accent[1:3], 16), int(accent[3:5], 16), int(accent[5:7], 16))
    on_light, on_dark = _towards(colour, (0, 0, 0), LIGHT), _towards(colour, (255, 255, 255), DARK)
    return f":root{{--accent:light-dark({_hex(on_light)},{_hex(on_dark)})}}\n"


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio 1–21 as WCAG 2.2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _towards(colour: Rgb, end: Rgb, background: Rgb) -> Rgb:
    for step in range(21):
        share = step / 20
        mixed = [round(c + (e - c) * share) for c, e in zip(colour, end, strict=True)]
        candidate: Rgb = (mixed[0], mixed[1], mixed[2])
        if contrast(candidate, background) >= CONTRAST:
            return candidate
    return end


def _luminance(colour: Rgb) -> float:
    parts = [c / 255 for c in colour]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _hex(colour: Rgb) -> str:
    return "#" + "".join(f"{c:02x}" for c in colour)
