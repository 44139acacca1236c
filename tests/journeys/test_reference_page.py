"""The reference page in a browser: it shows every operation, asks no other host, and complains of nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.async_api import Browser, ConsoleMessage, Request, async_playwright

from tests.servers import debian
from tests.stack import EmbeddedStack

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def chromium() -> str:
    """Debian's own; installed where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None and debian.can_install():
        debian.install(["chromium"])
        found = shutil.which("chromium")
    assert found is not None, "the browser test needs chromium; on Debian or Ubuntu: apt-get install chromium"
    return found


class Visit:
    """What happened while the page was open."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.complaints: list[str] = []

    def on_request(self, request: Request) -> None:
        self.asked.append(request.url)

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def on_error(self, error: object) -> None:
        self.complaints.append(str(error))


async def test_the_reference_page_shows_every_operation_from_this_host_alone(
    embedded: EmbeddedStack, chromium: str, tmp_path: Path
) -> None:
    async with httpx.AsyncClient(base_url=embedded.url, trust_env=False, timeout=60) as client:
        document = (await client.get("/openapi.json")).json()
    operations = sum(len(item) for item in document["paths"].values())
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        try:
            visit = await _look(browser, f"{embedded.url}/docs", operations, tmp_path / "docs.png")
        finally:
            await browser.close()

    hosts = {urlsplit(url).netloc for url in visit.asked if not url.startswith("data:")}
    assert hosts == {urlsplit(embedded.url).netloc}
    assert visit.complaints == []
    assert (tmp_path / "docs.png").stat().st_size > 20_000


async def _look(browser: Browser, url: str, operations: int, picture: Path) -> Visit:
    visit = Visit()
    page = await browser.new_page(viewport={"width": 1280, "height": 1600})
    page.on("request", visit.on_request)
    page.on("console", visit.on_console)
    page.on("pageerror", visit.on_error)
    await page.goto(url, wait_until="networkidle")
    await page.wait_for_selector(".opblock-tag", timeout=60_000)
    assert "Lobby" in await page.title()
    shown = 0
    for tag in await page.locator(".opblock-tag").all():  # one open at a time: all of them are slow to draw
        await tag.click(timeout=60_000)
        shown += await page.locator(".opblock").count()
        await tag.click(timeout=60_000)
    assert shown == operations
    await page.locator("#operations-tag-tickets").click()
    opened = page.locator(".opblock").filter(has_text="tickets.open")
    await opened.locator(".opblock-summary-control").click()
    await opened.locator(".opblock-body").wait_for(timeout=30_000)
    words = await opened.inner_text()
    assert "/v1/tickets" in words
    assert "422" in words, "its refusals are shown"
    assert "厨房水龙头漏水" in await opened.locator("textarea, .body-param__example").first.input_value()
    await opened.scroll_into_view_if_needed()
    await page.screenshot(path=picture)
    return visit
