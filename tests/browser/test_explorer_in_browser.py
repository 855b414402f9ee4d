"""The explorer in a headless Chromium: every page in three languages, and what a visitor does."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

pytest.importorskip("starlette")

from axe_playwright_python.sync_playwright import Axe
from looking import AXE, KAZAKH, NO_GLYPH
from starlette.routing import Route

from ozek.web.app import create_app
from ozek.web.rendering import vendored
from serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SECONDS = 120_000  # a busy machine may take its time; nothing here measures speed

PAGES = {
    "kazakhstan": (
        "/", "/search?q=казак", "/actors", "/places", "/page/place/kurchatov", "/sources",
        "/sources/nis-article", "/sentence/s30", "/sentence/s24", "/graph", "/gaps",
        "/path?from=place/kurchatov&to=place/almaty", "/gaps/fewer-named-than-declared",
        "/validation", "/metrics", "/questions", "/questions/technopark-counts", "/sparql",
        "/query?query=SELECT%20*%20{?s%20a%20ozek:Technopark}", "/schema", "/schema/Cluster",
        "/schema/taxonomy/function", "/void", "/dcat", "/download", "/about",
        "/proof?s=https://w3id.org/ozek/kz/place/kurchatov"
        "&p=http://www.w3.org/1999/02/22-rdf-syntax-ns%23type"
        "&o=https://w3id.org/ozek/ontology%23Place",
    ),
    "wine": (
        "/clusters", "/clusters/california-wine", "/compare?c=california-wine&c=agriculture",
        "/functions", "/functions/function-training?cluster=cluster/california-wine",
        "/graph?focus=cluster/california-wine", "/questions/cluster-participants",
    ),
}  # fmt: skip

TRIM = """() => {
    for (const parent of document.querySelectorAll("tbody, main ul, dl, svg, svg g, select")) {
        const seen = {};
        for (const child of [...parent.children]) {
            const kind = child.tagName + child.className + (child.getAttribute?.("fill") ?? "");
            seen[kind] = (seen[kind] ?? 0) + 1;
            if (seen[kind] > 3) child.remove();
        }
    }
}"""
"""Of things alike the first three are enough for axe to judge."""

TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("body *")]
        .filter(one => !one.closest(".wide, figure, pre"))
        .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
        .map(one => one.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="session")
def servers(site: Any, wine_site: Any) -> Iterator[dict[str, str]]:
    """The address of each project's pages."""
    if not vendored("cytoscape.min.js"):
        pytest.skip("built without JavaScript: run make with a network, without OZEK_SKIP_FRONTEND")
    with served(create_app(site)) as one, served(create_app(wine_site)) as other:
        yield {"kazakhstan": str(one.base_url), "wine": str(other.base_url)}


@contextmanager
def visit(browser: Browser, *, width: int = 1200, **options: Any) -> Iterator[Page]:
    """A new visitor; a word on the console or a request off this machine is a failure."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, reduced_motion="reduce", **options
    )
    context.set_default_timeout(SECONDS)
    page = context.new_page()
    noise: list[str] = []
    page.on("console", lambda message: noise.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: noise.append(f"{page.url}: {error}"))

    def request(made: Any) -> None:
        if not re.match(r"http://127\.0\.0\.1:\d+/|data:|blob:", made.url):
            noise.append(f"{page.url}: asks {made.url}")

    page.on("request", request)
    yield page
    context.close()
    assert noise == []


def test_every_page_is_in_the_list(site: Any) -> None:
    """A page that is added is looked at too; those left out here lead on or are forms of others."""
    listed = [path.partition("?")[0] for some in PAGES.values() for path in some]
    left_out = {
        "/id/{local:path}", "/data/{local:path}", "/.well-known/void", "/places/{name:path}",
    }  # fmt: skip
    for route in create_app(site).routes:
        if isinstance(route, Route) and route.path not in left_out | {
            "/report", "/style.css", "/healthz",
        }:  # fmt: skip
            assert any(route.path_regex.match(path) for path in listed), route.path


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_every_page_is_silent_accessible_and_narrow(
    lang: str, browser: Browser, servers: dict[str, str]
) -> None:
    with visit(browser, width=390) as page:
        for name, paths in PAGES.items():
            for path in paths:
                joint = "&" if "?" in path else "?"
                page.goto(f"{servers[name]}{path}{joint}lang={lang}")
                page.wait_for_load_state("networkidle")
                assert page.locator("html").get_attribute("lang") == lang
                assert page.evaluate(TOO_WIDE) == [], path
                page.evaluate(TRIM)
                page.evaluate(Axe().axe_script)
                assert page.evaluate(AXE, None) == [], path
        assert page.evaluate(NO_GLYPH, KAZAKH) == []


def test_search_leads_to_a_card_and_its_evidence(browser: Browser, servers: dict[str, str]) -> None:
    with visit(browser) as page:
        page.goto(servers["kazakhstan"] + "/?lang=ru")
        box = page.get_by_role("combobox")
        box.press_sequentially("курча")
        option = page.get_by_role("option").first
        option.wait_for()
        assert "Курчатов" in (option.text_content() or "")
        box.press("ArrowDown")
        box.press("Enter")
        page.wait_for_url("**/page/place/kurchatov")
        chip = page.locator("details.evidence summary").first
        chip.click()
        inside = page.locator("details.evidence[open]").first
        assert inside.locator("p").first.is_visible()
        inside.get_by_role("link").first.click()
        page.wait_for_url("**/sentence/**")


def test_results_come_while_one_types_and_without_scripts_by_the_button(
    browser: Browser, servers: dict[str, str]
) -> None:
    with visit(browser) as page:
        page.goto(servers["kazakhstan"] + "/search?lang=en")
        page.locator("main input[name=q]").press_sequentially("almaty")
        page.locator("#results li").first.wait_for()
        assert "q=almaty" in page.url
        found = page.locator("#results li").all_text_contents()
    with visit(browser, java_script_enabled=False) as page:
        page.goto(servers["kazakhstan"] + "/search?lang=en")
        page.locator("main input[name=q]").fill("almaty")
        page.locator("main button").click()
        assert page.locator("#results li").all_text_contents() == found


def test_a_cell_of_the_heat_map_leads_to_who_or_to_the_gap(
    browser: Browser, servers: dict[str, str]
) -> None:
    with visit(browser, java_script_enabled=False) as page:
        page.goto(servers["wine"] + "/functions?lang=en")
        page.locator("td.provided a").first.click()
        assert page.locator("main section li a").count() >= 1
        page.go_back()
        page.locator("td.not-recorded a").first.click()
        assert "gap in what is known" in page.locator("main").inner_text()
        page.get_by_role("link", name="The question that shows it").click()
        assert page.locator("table").count() == 1


def test_a_question_with_a_parameter_gives_a_table_and_csv(
    browser: Browser, servers: dict[str, str]
) -> None:
    with visit(browser, java_script_enabled=False) as page:
        page.goto(servers["wine"] + "/questions/cluster-participants?lang=en")
        page.locator("select[name=cluster]").select_option(label="California wine cluster")
        page.get_by_role("button", name="Ask").click()
        rows = page.locator("#rows tbody tr").count()
        assert rows > 10
        link = page.locator(".twins a", has_text="CSV").get_attribute("href")
        answer = page.request.get(servers["wine"] + str(link))
        assert len(answer.text().splitlines()) == rows + 1


def test_a_sentence_leads_to_its_facts_and_a_fact_back(
    browser: Browser, servers: dict[str, str]
) -> None:
    with visit(browser) as page:
        page.goto(servers["kazakhstan"] + "/sentence/s30?lang=en")
        page.locator("section a[href^='/page/']").first.click()
        page.wait_for_url("**/page/**")
        page.locator("details.evidence summary", has_text=re.compile("^s30$")).first.click()
        page.locator("details.evidence[open] a[href='/sentence/s30']").first.click()
        page.wait_for_url("**/sentence/s30")


def test_a_neighbourhood_grows_on_the_canvas_and_in_the_list(
    browser: Browser, servers: dict[str, str]
) -> None:
    with visit(browser) as page:
        page.goto(servers["wine"] + "/graph?focus=cluster/california-wine&lang=en")
        page.locator("#graph[data-ready]").wait_for()
        labels = "document.getElementById('graph').cytoscape.nodes().map(one => one.data('label'))"
        before, listed = page.evaluate(labels), page.locator("#neighbours li").count()
        ids = page.locator("#neighbours li").evaluate_all("some => some.map(one => one.dataset.id)")
        assert len(before) == len(set(ids)) + 1
        item = page.locator("#neighbours li", has_text="wineries").first
        item_id = item.get_attribute("data-id")
        item.get_by_role("button", name="expand").click()
        page.locator("#neighbours li").nth(listed).wait_for()
        assert len(page.evaluate(labels)) > len(before)
        assert "open=" in page.url
        page.reload()
        page.locator("#graph[data-ready]").wait_for()
        assert len(page.evaluate(labels)) > len(before), "the address keeps what is open"
        opened = parse_qs(urlsplit(page.url).query)["open"]
        assert opened == [item_id], "what was opened, without the thing in the middle"


def test_the_editor_asks_this_endpoint_only(browser: Browser, servers: dict[str, str]) -> None:
    with visit(browser) as page:
        evil = "http%3A%2F%2F127.0.0.1%3A9%2Fevil"
        query = "SELECT%20%3Fc%20%7B%3Fc%20a%20ozek%3ACluster%7D"
        asked: list[str] = []
        page.on("request", lambda made: asked.append(made.url))
        page.goto(f"{servers['wine']}/sparql?lang=en#query={query}&endpoint={evil}")
        page.locator(".yasqe_queryButton").click()
        page.locator("#yasgui table tbody tr").first.wait_for()
        assert page.locator("#yasgui table tbody tr").count() >= 3
        assert not [one for one in asked if "evil" in one.partition("#")[0]]
        page.get_by_role("button", name="Plain form").click()
        assert "ozek:Cluster" in page.locator("#query").input_value()


def test_without_scripts_every_answer_is_still_there(
    browser: Browser, servers: dict[str, str]
) -> None:
    with visit(browser, java_script_enabled=False, width=390) as page:
        page.goto(servers["wine"] + "/graph?focus=cluster/california-wine&lang=en")
        assert page.locator("#picture").is_visible() and not page.locator("#graph").is_visible()
        assert page.locator("#neighbours li a").count() > 20
        page.goto(servers["wine"] + "/sparql?lang=en")
        page.locator("#query").fill("SELECT ?c { ?c a ozek:Cluster }")
        page.get_by_role("button", name="Run").click()
        assert page.locator("#rows tbody tr").count() >= 3
        page.goto(servers["kazakhstan"] + "/page/place/kurchatov?lang=en")
        page.locator("a.proof").first.click()
        assert "because" in html.unescape(page.locator("main").inner_text())
