"""The explorer in a real browser: search, filter, read, compare and change the language."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).parents[1]
pytestmark = [pytest.mark.slow, pytest.mark.needs("chromium")]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The address of `kb explore`, as it is printed."""
    log = (tmp_path_factory.mktemp("served") / "log").open("w+")
    command = [sys.executable, "-m", "kb", "explore", "--no-browser", "--port", "8971"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command, stdout=log, stderr=subprocess.STDOUT, cwd=ROOT, env=environment
    )
    try:
        for _ in range(300):
            text = Path(log.name).read_text("utf-8")
            if found := re.search(r"http://\S+", text):
                yield found[0]
                return
            time.sleep(0.1)
        pytest.fail(f"kb explore says no address: {text}")
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def page(served, browser):
    """The explorer, ready; what it asks for is kept in `page.asked`."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(served)
    expect(page.get_by_role("searchbox")).to_be_visible(timeout=90_000)
    yield page
    page.close()


def search(page: Page, text: str) -> None:
    page.get_by_role("searchbox").fill(text)


def results(page: Page):
    return page.get_by_role("article")


def test_what_is_typed_is_found_narrowed_read_and_set_side_by_side(page):
    search(page, "skolenu transports")
    expect(results(page).first).to_contain_text("Pay for the journey")
    everything = results(page).count()
    page.get_by_role("checkbox", name="Practice", exact=False).first.check()
    expect(results(page).first).to_contain_text("Refunding the transport of groups")
    assert results(page).count() <= everything
    results(page).first.get_by_role("button").first.click()
    expect(page.locator("body")).to_contain_text("the project paid back", ignore_case=True)
    for number in (0, 1):
        results(page).nth(number).get_by_role("button", name="Set side by side").click()
        expect(page.get_by_role("button", name=f"Side by side {number + 1}/4")).to_be_visible()


def test_the_language_is_changed_with_a_button(page):
    search(page, "Newton room")
    expect(results(page).first).to_contain_text("Newton room")
    page.get_by_role("button", name="Latviešu").click()
    expect(results(page).first).to_contain_text("Ņūtona telp")


def test_the_keyboard_alone_is_enough(page):
    page.get_by_role("searchbox").focus()
    page.keyboard.type("transport")
    expect(results(page).first).to_contain_text("ransport")
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.closest('article') !== null")
        if focused:
            break
    assert focused
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Reading pane")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("Choose a result, and it is shown here.")


def test_it_fits_into_320_pixels(page):
    page.set_viewport_size({"width": 320, "height": 900})
    search(page, "transport")
    expect(results(page).first).to_contain_text("ransport")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320


def test_nothing_is_asked_of_the_internet_and_the_token_guards(page, served, browser):
    search(page, "festival")
    expect(results(page).first).to_contain_text(re.compile("festival", re.IGNORECASE))
    outside = [
        url
        for url in page.asked
        if not re.match(r"(https?|ws)://127\.0\.0\.1[:/]|data:|blob:", url)
    ]
    assert outside == []
    stranger = browser.new_context().new_page()
    answer = stranger.goto(served.partition("?")[0])
    assert answer is not None
    assert stranger.get_by_role("searchbox").count() == 0
    assert answer.status in (401, 403) or "login" in stranger.url


def test_axe_finds_no_violation_in_our_part_of_the_page(page):
    search(page, "transport")
    expect(results(page).first).to_contain_text("ransport")
    results(page).first.get_by_role("button").first.click()
    page.wait_for_timeout(500)
    found = Axe().run(page, context=".kb-explorer")
    assert [violation["id"] for violation in found.response["violations"]] == []
