"""The explorer in JupyterLab, from the page that welcomes, by mouse and by the keyboard alone."""

import re

import pytest
from browsing import (
    OURS,
    ROOT,
    START,
    chromium,
    opened,
    results,
    search,
    served,
    tab_to,
    violations,
)
from playwright.sync_api import expect

pytestmark = [pytest.mark.slow, pytest.mark.needs("chromium")]
NOTEBOOK = ROOT / "notebooks" / "explore.ipynb"


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


@pytest.fixture
def page(tmp_path, browser):
    """JupyterLab as it opens, each time a new one; what it asks for is kept in `page.asked`."""
    with served(tmp_path, "lab", "--port", "8961") as said:
        page, page.asked = opened(browser, said)
        expect(page.get_by_role("link", name="Explore the knowledge base")).to_be_visible(
            timeout=START
        )
        yield page
        page.context.close()


def test_the_welcome_page_leads_to_the_explorer_which_works_and_saves_nothing(page):
    before = NOTEBOOK.read_bytes()
    page.get_by_role("link", name="Explore the knowledge base").click()
    expect(page.locator(".jp-Notebook").get_by_role("heading").first).to_be_visible(timeout=START)
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=START)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    expect(page.get_by_role("searchbox", name="Search")).to_be_visible(timeout=START)
    search(page, "skolenu transports", "Pay for the journey")
    page.get_by_role("checkbox", name="Practice").check()
    expect(results(page).first).to_contain_text("Refunding the transport of groups")
    results(page).first.get_by_role("heading").get_by_role("button").click()
    pane = page.get_by_role("region", name="Reading pane")
    expect(pane.get_by_role("heading", name="Evidence")).to_be_visible()
    results(page).first.get_by_role("button", name="Set side by side").click()
    expect(page.get_by_role("region", name="Side by side").get_by_role("table")).to_be_visible()
    assert violations(page, ".kb-explorer") == []
    page.get_by_role("button", name="Latviešu").click()
    expect(page.get_by_role("searchbox", name="Meklēt")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    assert NOTEBOOK.read_bytes() == before
    assert [url for url in page.asked if not OURS.match(url)] == []


def test_the_keyboard_alone_leads_there_and_its_keys_are_no_commands(page):
    tab_to(page, "link", "Explore the knowledge base")
    page.keyboard.press("Enter")
    expect(page.locator(".jp-Cell.jp-mod-active")).to_be_focused(timeout=START)
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=START)
    cells = page.locator(".jp-Cell")
    for _ in range(4):
        page.keyboard.press("Shift+Enter")
    expect(page.get_by_role("searchbox", name="Search")).to_be_focused(timeout=START)
    number = cells.count()
    page.keyboard.type("skolas")
    expect(results(page).first).to_contain_text(re.compile("school", re.IGNORECASE))
    page.wait_for_timeout(500)  # the last key is answered
    page.keyboard.press("Enter")
    page.keyboard.press("d")  # twice, it would delete the cell
    page.keyboard.press("d")
    page.keyboard.press("Enter")  # it would edit the cell
    heading = page.get_by_role("region", name="Reading pane").get_by_role("heading", level=2)
    expect(heading).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    expect(results(page).locator("button.title:focus")).to_have_count(1)
    assert cells.count() == number
