"""The report in a headless Chromium: accessible, silent, narrow, in every language and scheme."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from looking import AXE, KAZAKH, NO_GLYPH

from ozek.pipeline import report
from ozek.report import LANGUAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PROJECTS = ("kazakhstan", "california-wine")
SAID = {"kk": "Мазмұны", "ru": "Содержание", "en": "Contents"}
SECONDS = 300_000  # a busy machine may take its time; nothing here measures speed

TRIM = """() => {
    for (const parent of document.querySelectorAll("tbody, main ul, dl, section, svg, svg g")) {
        const seen = {};
        for (const child of [...parent.children]) {
            const kind = child.tagName + child.className + (child.getAttribute?.("fill") ?? "");
            seen[kind] = (seen[kind] ?? 0) + 1;
            if (seen[kind] > 2 && !/^(H2|H3|FIGURE)/.test(child.tagName)) child.remove();
        }
    }
    document.querySelectorAll("details").forEach(one => { one.open = true; });
}"""
"""Of things alike – rows, questions, sentences – the first two are enough for axe to judge."""

QUICK = [
    "link-name",
    "summary-name",
    "label",
    "aria-input-field-name",
    "html-has-lang",
    "list",
    "document-title",
    "empty-heading",
    "valid-lang",
    "scrollable-region-focusable",
]
"""Rules that look at texts and their languages, without measuring every letter's contrast."""

TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("body *")].filter(one => !one.closest(".scroll") &&
        one.getBoundingClientRect().right > innerWidth).map(one => one.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("project", PROJECTS)
def test_report(project: str, browser: Browser, tmp_path: Path) -> None:
    """One test for all of it, so that the report is made once for each project."""
    file = tmp_path / "report.html"
    file.write_text(report(project), encoding="utf-8")
    with opened(browser, file) as page:
        nothing_scrolls_sideways(page)
        assert page.evaluate(NO_GLYPH, KAZAKH) == []
        axe_finds_nothing_serious(page)
    switches_work_without_a_script(browser, file)


@contextmanager
def opened(browser: Browser, file: Path) -> Iterator[Page]:
    """The report on a telephone; a request, an error or a word on the console is a failure."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, reduced_motion="reduce", color_scheme="light"
    )
    context.set_default_timeout(SECONDS)
    page = context.new_page()
    noise: list[str] = []
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("request", lambda made: noise.append(made.url))
    page.goto(file.as_uri())
    yield page
    context.close()
    assert noise == [file.as_uri()]


def choose(page: Page, name: str) -> None:
    """Choose a language or a scheme."""
    page.evaluate("id => document.getElementById(id).click()", name)


def nothing_scrolls_sideways(page: Page) -> None:
    for lang in LANGUAGES:
        choose(page, f"lang-{lang}")
        assert page.evaluate(TOO_WIDE) == [], lang
        assert page.evaluate("document.documentElement.lang") == lang
        contents = page.evaluate("document.getElementById('contents').innerText")
        assert contents.casefold() == SAID[lang].casefold()


def axe_finds_nothing_serious(page: Page) -> None:
    """All rules once, and contrast, which alone depends on the colours, in the dark too."""
    axe = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is missing")
    source = Path(axe.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    page.evaluate(TRIM)
    page.evaluate(source)
    found = {}
    for lang in LANGUAGES:
        choose(page, f"lang-{lang}")
        choose(page, "scheme-light")
        found[lang, "light"] = page.evaluate(AXE, None if lang == "kk" else QUICK)
        choose(page, "scheme-dark")
        found[lang, "dark"] = page.evaluate(AXE, ["color-contrast"] if lang == "kk" else QUICK)
    assert {key: some for key, some in found.items() if some} == {}


def switches_work_without_a_script(browser: Browser, file: Path) -> None:
    context = browser.new_context(java_script_enabled=False, color_scheme="light")
    context.set_default_timeout(SECONDS)
    page = context.new_page()
    page.goto(file.as_uri())
    page.keyboard.press("Tab")
    assert page.locator(".skip").evaluate("one => one === document.activeElement")
    for lang in LANGUAGES:
        page.locator(f"#lang-{lang}").focus()
        page.keyboard.press("Space")
        assert page.locator("#contents").inner_text().casefold() == SAID[lang].casefold()
    before = page.locator("body").evaluate("one => getComputedStyle(one).backgroundColor")
    page.locator("#scheme-dark").focus()
    page.keyboard.press("Space")
    after = page.locator("body").evaluate("one => getComputedStyle(one).backgroundColor")
    assert before != after
    context.close()
