"""This module looks at console and digest with a real browser, as their readers do."""

import shutil
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from models.domain.contact import ContactKind
from models.domain.judgement import Band
from search.access import Access
from search.console.app import create_app
from search.digest import build, render_html
from tests.unit.search.builders import NOON, House, micros, open_house, scored

pytestmark = pytest.mark.services

DESKTOP, PHONE = 1280, 390
HOSTILE = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"


class Site(NamedTuple):
    address: str
    password: str
    house: House
    ad_ids: tuple[str, ...]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "Chromium is missing; on Debian: apt-get install -y chromium fonts-noto-core"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    house = open_house(tmp_path)
    ad_ids = house.take(
        scored(
            "1",
            title="ईंट भट्ठे के लिए मजदूर, 98765 43210",
            text="एडवांस पहले मिलेगा। बाहर जाना मना है। Call 98765 43210.",
            says=[("BL01", "एडवांस पहले मिलेगा"), ("JB22", "बाहर जाना मना है")],
            against=(),
            band=Band.HIGH,
            score=0.8,
            languages=(("hi", "Deva"),),
            contacts=[(ContactKind.PHONE, "+919876543210", "98765 43210")],
        ),
        scored(
            "2",
            title=HOSTILE,
            text=f"{HOSTILE} Pay the visa fee first PF and ESI {'x' * 300}",
            fields={"Averyveryverylongnameofafield" * 3: "https://board.example/" + "y" * 300},
        ),
        *(scored(str(n), title=f"Helpers {n}", band=Band.LOW, score=0.2) for n in range(10, 35)),
    )
    access, password = Access.create(clock=lambda: NOON)
    app = create_app(house.index, house.records, house.vault, access, clock=lambda: NOON)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.02)
        assert thread.is_alive()
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Site(f"http://127.0.0.1:{port}", password, house, ad_ids)
    server.should_exit = True
    thread.join()


class Visit:
    """A page with a record of what it asked for and what it complained about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def fits(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": DESKTOP, "height": 900}, java_script_enabled=True)
    yield Visit(context.new_page())
    context.close()


def enter(visit: Visit, site: Site) -> None:
    visit.page.goto(site.address)
    visit.page.wait_for_function("document.activeElement.id === 'password'")  # nobody needs to click first
    visit.page.keyboard.type(site.password)
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(f"{site.address}/")


def test_a_reader_logs_in_searches_reads_and_says_so(visit: Visit, site: Site) -> None:
    enter(visit, site)
    page = visit.page
    page.get_by_role("searchbox").fill("bahar jana")
    page.get_by_role("button", name="Search").click()
    assert page.get_by_role("status").inner_text() == "1 flagged ad"
    page.locator(".hit-title a").click()
    assert page.url == f"{site.address}/ads/{site.ad_ids[0]}"
    assert page.locator("mark").all_inner_texts() == ["एडवांस पहले मिलेगा", "बाहर जाना मना है"]
    page.get_by_role("button", name="I have read this").click()
    assert page.get_by_text("A person has read this ad.").is_visible()
    page.get_by_role("button", name="Log out").click()
    page.goto(f"{site.address}/ads/{site.ad_ids[0]}")
    assert page.get_by_label("Password").is_visible()


def test_nothing_foreign_is_loaded_and_nothing_complains(visit: Visit, site: Site) -> None:
    enter(visit, site)
    for address in ("/", f"/ads/{site.ad_ids[1]}", "/?q=document"):
        visit.page.goto(site.address + address)
        assert "taken" not in visit.page.title()
    assert visit.complaints == []
    assert {url for url in visit.asked if not url.startswith(site.address)} == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_pages_fit_their_screen_and_can_be_read_on_it(
    visit: Visit, site: Site, width: int, scheme: str
) -> None:
    visit.page.set_viewport_size({"width": width, "height": 844})
    visit.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    visit.page.goto(site.address)
    assert visit.fits()
    enter(visit, site)
    for address in ("/", f"/ads/{site.ad_ids[0]}", f"/ads/{site.ad_ids[1]}", "/?q=(", "/nowhere"):
        visit.page.goto(site.address + address)
        assert visit.fits(), address
    visit.page.goto(site.address)
    assert least_contrast(visit.page) >= 4.5


def least_contrast(page: Page) -> float:
    """The least WCAG contrast of any text on the page against the ground it stands on."""
    return float(
        page.evaluate(
            """() => {
            const parts = c => c.match(/[\\d.]+/g).map(Number);
            const light = c => { const [r, g, b] = parts(c).map(v => v / 255)
                .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
                return .2126 * r + .7152 * g + .0722 * b; };
            const ground = e => { for (; e; e = e.parentElement) {
                const c = getComputedStyle(e).backgroundColor; const p = parts(c);
                if (p.length < 4 || p[3] > 0) return c; } return 'rgb(255,255,255)'; };
            const texts = [...document.querySelectorAll('body *')].filter(e => e.offsetWidth > 2
                && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()));
            return Math.min(...texts.map(e => { const a = light(getComputedStyle(e).color), b = light(ground(e));
                return (Math.max(a, b) + .05) / (Math.min(a, b) + .05); })); }"""
        )
    )


def test_on_a_phone_the_facets_open_from_the_keyboard(visit: Visit, site: Site) -> None:
    visit.page.set_viewport_size({"width": PHONE, "height": 844})
    enter(visit, site)
    facet = visit.page.get_by_role("link", name="Low 25")
    assert not facet.is_visible()
    visit.page.locator("#toggle").focus()
    visit.page.keyboard.press("Space")
    facet.click()
    assert visit.page.get_by_role("status").inner_text() == "25 flagged ads"


def test_pages_work_without_scripts(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    visit = Visit(context.new_page())
    enter(visit, site)
    visit.page.get_by_role("link", name="Next page").click()
    assert visit.page.get_by_role("link", name="First page").is_visible()
    context.close()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_the_digest_fits_a_phone_and_loads_nothing(
    visit: Visit, site: Site, tmp_path: Path, width: int
) -> None:
    digest = build(
        site.house.index,
        site.house.records,
        site.house.vault,
        day=date(2026, 11, 22),
        now=micros(2026, 11, 23),
    )
    file = tmp_path / "digest.html"
    file.write_text(render_html(digest), encoding="utf-8")
    visit.page.set_viewport_size({"width": width, "height": 844})
    visit.page.goto(file.as_uri())
    assert visit.fits()
    assert visit.asked == [file.as_uri()]
    assert visit.complaints == []
    assert least_contrast(visit.page) >= 4.5
