"""Columns that hold personal data: found by what they are called and by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["WORDS", "looks_personal", "personal_cell"]

WORDS = {
    "name of a person": {"en": "name of a person", "kk": "адамның аты", "ru": "имя человека"},
    "phone number": {"en": "phone number", "kk": "телефон нөмірі", "ru": "номер телефона"},
    "e-mail address": {
        "en": "e-mail address",
        "kk": "электрондық пошта мекенжайы",
        "ru": "адрес электронной почты",
    },
    "number of a person": {
        "en": "number or date of a person",
        "kk": "адамның нөмірі не туған күні",
        "ru": "номер или дата рождения человека",
    },
}
"""What kind of personal data, in words."""

_HEADERS = {
    "name of a person": (
        r"contact|contact name|contact person|responsible( person)?|director|ceo|manager|chair|"
        r"full name|first name|last name|surname|person|head of.*|"
        r"контакт(ы|ное лицо)?|ф\.?\s?и\.?\s?о\.?|фамилия|имя|отчество|ответственн\w*|директор|"
        r"руководител\w*|председател\w*|сотрудник\w*|"
        r"байланыс тұлғасы|байланыс|т\.?\s?а\.?\s?ә\.?|аты-жөні|тегі|басшы(сы)?|жетекші(сі)?|"
        r"жауапты( тұлға)?|қызметкер\w*"
    ),
    "phone number": (
        r".*\b(phone|telephone|mobile|cell|fax|whatsapp|telegram)\b.*|tel\.?|"
        r".*\b(tel[eé]fono|t[eé]l[eé]phone|telefon|telefone|móvil|handy)\b.*|"
        r".*\b(телефон\w*|моб\w*|факс\w*|сотовый|ватсап)\b.*|тел\.?|"
        r".*\b(ұялы|телефоны?|нөмірі? \(тел\))\b.*"
    ),
    "e-mail address": (
        r".*\be-?mails?\b.*|mail|correo( electrónico)?|courriel|"
        r".*эл(\.|ектронная)\s*(почта|адрес).*|почта|имейл|"
        r".*эл(\.|ектрондық)\s*(пошта|мекенжай).*|пошта"
    ),
    "number of a person": r"ssn|iin|иин|жсн|passport|паспорт\w*|.*дата рождения.*|date of birth|"
    r"born|туған күні|төлқұжат\w*",
}
_HEADER = {what: re.compile(rf"(?:{words})", re.IGNORECASE) for what, words in _HEADERS.items()}
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    r"(?<![\w.])\+\d[\d\s().-]{6,}\d(?!\d)|(?<![\w.])(?:\+\d{1,3}|8)[\s(-]*\d{3}[\s)-]*\d{2,3}(?:[\s-]*\d{2}){2}(?!\d)"
)
_PERSON = re.compile(
    r"[А-ЯЁӘІҢҒҮҰҚӨҺ][а-яёәіңғүұқөһ-]+\s+"
    r"(?:[А-ЯЁӘІҢҒҮҰҚӨҺ]\.\s?[А-ЯЁӘІҢҒҮҰҚӨҺ]\.|[А-ЯЁӘІҢҒҮҰҚӨҺ]\w+\s+\w+(?:вич|вна|ұлы|қызы|улы|кызы))"
    r"|(?:Mr|Mrs|Ms|Dr|Prof)\.?\s+[A-Z]\w+.*"
)
_CONTENT = {
    "e-mail address": _EMAIL,
    "phone number": _PHONE,
    "name of a person": _PERSON,
}


def looks_personal(header: str, cells: Sequence[str]) -> str:
    """Return what kind of personal data a column holds, or an empty text.

    A header that says so is enough; else a third of the filled cells have to look like it.
    """
    plain = " ".join(header.replace("_", " ").split())
    for what, pattern in _HEADER.items():
        if pattern.fullmatch(plain):
            return what
    full = [cell for cell in cells if cell]
    for what, pattern in _CONTENT.items():
        if full and 3 * sum(bool(pattern.search(cell)) for cell in full) >= len(full):
            return what
    return ""


def personal_cell(text: str) -> str:
    """Return what kind of contact data stands in a text, or an empty text."""
    if _EMAIL.search(text):
        return "e-mail address"
    return "phone number" if _PHONE.search(text) else ""
