"""Keyboards: what other layouts type where a Latin keyboard has its digits and letters. Data, no behaviour."""

from __future__ import annotations

DIGIT_ROWS: dict[str, str] = {
    "plain": "",
    "azerty": "&é\"'(-è_çà",
    "arabic": "١٢٣٤٥٦٧٨٩٠",
    "persian": "۱۲۳۴۵۶۷۸۹۰",
}
"""What the digit row types unshifted, for seats 1–10, by the setting ``keyboard``."""

MOVED: dict[str, dict[str, tuple[str, ...]]] = {
    # On AZERTY the hyphen is seat 6 and the full stop needs Shift: their neighbours take over.
    "azerty": {"live.less": (")",), "live.pause": (".", ";")},
}
"""Actions that have other default keys on a keyboard."""

_PLACES = (
    ("abcdefghijklmnopqrstuvwxyz", "شﻻؤيثبلاهتنمةىخحضقسفعرصءغئ"),  # Arabic (101)
    ("abcdefghijklmnoprstuvxyz", "שנבגקכעיןחלךצמםפרדאוהסטז"),  # Hebrew
    ("abcdefghijklmnoprstuvwxyz", "αβψδεφγηιξκλμνοπρστθωςχυζ"),  # Greek
    ("abcdefghijklmnopqrstuvwxyz", "фисвуапршолдьтщзйкыегмцчня"),  # Cyrillic
)

LETTERS_BY_POSITION: dict[str, str] = {
    typed: latin for latins, letters in _PLACES for latin, typed in zip(latins, letters, strict=True)
} | {"؟": "?"}
"""Letters that other layouts type where the Latin letter sits. They count unless a key is bound to them."""
