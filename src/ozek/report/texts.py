"""A text in every language of a page: one object, shown as HTML or taken apart by language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Name:
    """A text to show in one language. ``lang`` is set where it is in another language than asked
    for; ``provisional`` marks a translation that nobody has confirmed."""

    text: str
    lang: str = ""
    provisional: bool = False

    def __str__(self) -> str:
        return f"{self.text} [{self.lang}]" if self.lang else self.text


@dataclass(frozen=True)
class Text:
    """A text in each language of a page, in the page's order of languages.

    A page in several languages carries all forms, and its style shows one of them; what is the
    same in all of them is there once. A page in one language has just that form.
    """

    forms: tuple[tuple[str, Name], ...]

    def __getitem__(self, lang: str) -> Name:
        return next(name for one, name in self.forms if one == lang)

    def __iter__(self) -> Iterator[tuple[str, Name]]:
        return iter(self.forms)

    def __str__(self) -> str:
        return self.forms[0][1].text

    def __bool__(self) -> bool:
        return any(name.text for _, name in self.forms)

    @property
    def alike(self) -> bool:
        """Whether the letters are the same in all languages."""
        return len({name.text for _, name in self.forms}) == 1

    def map(self, change: Callable[[str], str]) -> Text:
        """Return the text with every form changed."""
        return Text(
            tuple((lang, Name(change(n.text), n.lang, n.provisional)) for lang, n in self.forms)
        )

    def __html__(self) -> str:
        """Return the forms as markup; ``style.css`` shows the one in the language chosen.

        ``i`` is the shortest element that may hold a text in a language of its own: a page holds
        some ten thousand.
        """
        first = self.forms[0][1]
        if self.alike:
            own = next((name.lang for _, name in self.forms if name.lang), "")
            return _form(first.text, own, any(name.provisional for _, name in self.forms))
        return "".join(
            f"<i lang={lang}>{_form(name.text, name.lang, name.provisional)}</i>"
            for lang, name in self.forms
        )


def _form(text: str, own: str, provisional: bool) -> str:
    """Return one form: in its own language where that is not the page's, ``?`` where unsure."""
    shown = escape(text, quote=False)
    if own:
        shown = f'<span class="in" lang="{own}">{shown}</span>'
    return f"{shown}<sup>?</sup>" if provisional else shown
