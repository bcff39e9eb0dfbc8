"""The explorer as an app in a real browser: search, filter, read, compare, change the language."""

import re
from urllib.request import Request, urlopen

import psutil
import pytest
from browsing import OURS, START, chromium, opened, results, search, served, tab_to, violations
from playwright.sync_api import expect

from kb.explore import PAGE

pytestmark = [pytest.mark.slow, pytest.mark.needs("chromium")]


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("app")


@pytest.fixture(scope="module")
def address(folder):
    with served(folder, "explore", "--port", "8971") as said:
        yield said


@pytest.fixture
def kept(folder):
    return folder / "unanswered.txt"


@pytest.fixture
def page(address, browser):
    """The explorer, ready; what it asks for is kept in `page.asked`."""
    page, page.asked = opened(browser, address)
    expect(page.get_by_role("searchbox", name="Search")).to_be_focused(timeout=START)
    yield page
    page.context.close()


def test_what_is_typed_is_found_narrowed_read_and_set_side_by_side(page):
    search(page, "skolenu transports", "Pay for the journey")
    page.get_by_role("checkbox", name="Practice").check()
    expect(results(page).first).to_contain_text("Refunding the transport of groups")
    number = page.get_by_role("checkbox", name="Practice").locator("..").locator(".count")
    expect(page.get_by_role("status").first).to_have_text(f"{number.inner_text()} records")
    results(page).first.get_by_role("heading").get_by_role("button").click()
    pane = page.get_by_role("region", name="Reading pane")
    title = pane.get_by_role("heading", name="Refunding the transport of groups")
    expect(title).to_be_focused()
    for heading in ("Evidence", "Lessons", "Sources", "Read on"):
        expect(pane.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    for number in (0, 1):
        results(page).nth(number).get_by_role("button", name="Set side by side").click()
    table = page.get_by_role("region", name="Side by side").get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_count(3)
    expect(table.get_by_role("rowheader", name="Paid by")).to_be_visible()


def test_back_and_reload_keep_what_was_asked_and_the_address_can_be_passed_on(page, browser):
    search(page, "skolenu transports", "Pay for the journey")
    page.get_by_role("checkbox", name="Practice").check()
    expect(results(page).first).to_contain_text("Refunding the transport of groups")
    results(page).first.get_by_role("button", name="Set side by side").click()
    results(page).first.get_by_role("heading").get_by_role("button").click()
    pane = page.get_by_role("region", name="Reading pane")
    title = pane.get_by_role("heading", name="Refunding the transport of groups")
    expect(title).to_be_visible()
    for again in (page, browser.new_context(locale="lv-LV").new_page()):
        again.goto(page.url) if again is not page else page.reload()
        box = again.get_by_role("searchbox")
        expect(box).to_have_value("skolenu transports", timeout=START)
        english = again is page
        practice = "Practice" if english else "Labās prakses piemērs"
        expect(again.get_by_role("checkbox", name=practice)).to_be_checked()
        expect(again.get_by_role("button", name=re.compile("1.4$"))).to_be_visible()
        expect(
            again.locator("[data-part=reading] h1, [data-part=reading] h2").first
        ).to_be_visible()
    expect(title).to_be_visible()
    page.go_back()
    expect(title).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("button", name="Side by side 0/4")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("checkbox", name="Practice")).not_to_be_checked()
    expect(page.get_by_role("searchbox", name="Search")).to_have_value("skolenu transports")


def test_an_address_with_nonsense_in_it_is_answered_all_the_same(browser, address):
    page, _ = opened(
        browser, f"{address}#query=newton&open=no-such&pins=a,b&chosen=x,theme:y&z=%%%"
    )
    expect(page.get_by_role("searchbox", name="Search")).to_have_value("newton", timeout=START)
    expect(results(page).first).to_contain_text("Newton")
    expect(page.get_by_role("button", name="Side by side 0/4")).to_be_visible()
    page.context.close()


def test_four_practices_are_the_most_and_one_can_go_again(page):
    for number in range(4):
        results(page).nth(number).get_by_role("button", name="Set side by side").click()
        expect(page.get_by_role("button", name=f"Side by side {number + 1}/4")).to_be_visible()
    expect(results(page).nth(4).get_by_role("button", name="Set side by side")).to_be_disabled()
    page.get_by_role("button", name="Take away").first.click()
    expect(results(page).nth(4).get_by_role("button", name="Set side by side")).to_be_enabled()


def test_the_language_is_changed_with_a_button_and_what_is_open_with_it(page):
    search(page, "Newton room", "Newton room")
    results(page).first.get_by_role("heading").get_by_role("button").click()
    page.get_by_role("button", name="Latviešu").click()
    expect(page.get_by_role("searchbox", name="Meklēt")).to_have_value("Newton room")
    expect(page.locator(".kb-explorer")).to_have_attribute("lang", "lv")
    pane = page.get_by_role("region", name="Lasīšanas rūts")
    expect(pane.get_by_role("heading", name="Pierādījumi", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Latviešu")).to_be_focused()


def test_it_speaks_as_the_browser_does_and_then_as_was_chosen_last(address, browser):
    context = browser.new_context(locale="lv-LV")
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_role("searchbox", name="Meklēt")).to_be_visible(timeout=START)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("searchbox", name="Search")).to_be_visible()
    page.reload()
    expect(page.get_by_role("searchbox", name="Search")).to_be_visible(timeout=START)
    page.wait_for_timeout(1000)
    expect(page.get_by_role("button", name="English")).to_have_attribute("aria-pressed", "true")
    context.close()


def test_a_browser_in_another_language_is_answered_in_english(address, browser):
    page = browser.new_context(locale="nb-NO").new_page()
    page.goto(address)
    search_field = page.get_by_role("searchbox", name="Search")
    expect(search_field).to_be_focused(timeout=START)
    expect(page.locator(".kb-explorer")).to_have_attribute("lang", "en")
    page.context.close()


def test_the_keyboard_alone_is_enough(page):
    page.keyboard.type("transport")
    expect(results(page).first).to_contain_text("ransport")
    tab_to(page, "checkbox", "Practice")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="Practice")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Practice")).to_be_focused()
    page.get_by_role("searchbox").focus()
    expect(results(page).first).to_contain_text("Practice")
    page.keyboard.press("Enter")  # past the filters
    page.keyboard.press("Enter")
    pane = page.get_by_role("region", name="Reading pane")
    expect(pane.get_by_role("heading", level=2)).to_be_focused()
    tab_to(page, "button", "Copy the citation")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The citation is")).to_be_visible()
    page.get_by_role("button", name="Back to the results").focus()
    page.keyboard.press("Enter")
    expect(results(page).first.get_by_role("heading").get_by_role("button")).to_be_focused()
    tab_to(page, "button", "Set side by side")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Side by side 1/4")).to_be_visible()


def test_a_citation_is_copied_or_where_that_is_forbidden_selected(page):
    search(page, "Newton room", "Newton room")
    results(page).first.get_by_role("heading").get_by_role("button").click()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the citation").click()
    expect(page.get_by_text("The citation is copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.get_by_role("textbox", name="Citation").input_value()
    assert "What our partners do well, state of " in copied
    page.context.clear_permissions()
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    page.get_by_role("button", name="Copy the citation").click()
    expect(page.get_by_text("The citation is selected: Ctrl+C copies it.")).to_be_visible()
    assert page.evaluate("document.getSelection().toString()") == copied


@pytest.mark.parametrize("key", [None, "Space"])
def test_a_button_that_is_pressed_while_the_page_is_made_anew_is_pressed(page, key):
    search(page, "festival", "festival")
    pin = results(page).get_by_role("button", name="Set side by side").first
    pin.scroll_into_view_if_needed()
    before, ask = page.locator(".kb-explorer").get_attribute("data-answered"), "festivals"
    press, release = page.mouse.down, page.mouse.up
    if key:
        pin.focus()
        press, release = (lambda: page.keyboard.down(key)), (lambda: page.keyboard.up(key))
    else:
        pin.hover()
    press()
    page.evaluate(TYPE, ask)
    page.wait_for_timeout(1000)  # the answer comes meanwhile
    assert page.locator(".kb-explorer").get_attribute("data-answered") == before
    release()
    expect(page.get_by_role("button", name="Side by side 1/4")).to_be_visible()
    expect(page.locator(".kb-explorer")).not_to_have_attribute("data-answered", before)


TYPE = """text => {
  const box = document.querySelector('input[type=search]');
  box.value = text;
  box.dispatchEvent(new Event('input'));
}"""


def test_what_was_searched_for_in_vain_is_kept_once_it_stands(page, kept):
    page.get_by_role("searchbox").press_sequentially("zzzeppelinxx")
    expect(page.get_by_role("status").first).to_have_text("0 records")
    for _ in range(100):
        if kept.exists():
            break
        page.wait_for_timeout(100)
    assert kept.read_text("utf-8").split()[1:] == ["zzzeppelinxx"]


def test_a_source_opens_beside_the_explorer_and_where_no_answer_comes_that_is_said(page):
    search(page, "Newton room", "Newton room")
    results(page).first.get_by_role("heading").get_by_role("button").click()
    link = page.get_by_role("region", name="Reading pane").locator('a[href^="http"]').first
    expect(link).to_have_attribute("target", "_blank")
    assert violations(page) == []
    for child in psutil.Process().children(recursive=True):
        if "ipykernel_launcher" in child.cmdline():
            child.kill()
    page.get_by_role("searchbox").fill("festival")
    expect(page.get_by_text("No answer comes: reload the page")).to_be_visible()


def test_a_click_on_a_suggestion_searches_for_it(page):
    page.get_by_role("searchbox").fill("festivlas")
    page.get_by_text("Did you mean:").get_by_role("button").click()
    expect(page.get_by_role("searchbox")).to_have_value(re.compile("festival"))
    expect(results(page).first).to_contain_text("estival")


def test_of_many_results_more_are_shown_on_demand(page):
    expect(results(page)).to_have_count(PAGE)
    page.get_by_role("button", name="Show more").click()
    expect(results(page)).to_have_count(2 * PAGE)


@pytest.mark.parametrize("width", [320, 800, 1280])
def test_it_fits_and_axe_finds_nothing_wrong(address, browser, width):
    page, _ = opened(browser, address, width)
    expect(page.get_by_role("searchbox")).to_be_visible(timeout=START)
    search(page, "transport", "transport")
    results(page).first.get_by_role("heading").get_by_role("button").click()
    pin = page.get_by_role("button", name="Set side by side")
    for number in (0, 1):
        pin.nth(number).click()
        expect(page.get_by_role("button", name=f"Side by side {number + 1}/4")).to_be_visible()
    page.get_by_role("button", name="Latviešu").click()
    expect(page.get_by_role("searchbox", name="Meklēt")).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    assert violations(page) == []
    page.context.close()


def test_the_parts_of_the_page_have_roles_and_names(page):
    search(page, "Newton room", "Newton room")
    tree = page.locator(".kb-explorer").aria_snapshot()
    for line in (
        '- heading "What our partners do well" [level=1]',
        '- group "Language":',
        '- button "English" [pressed]',
        '- searchbox "Search"',
        "- status:",
        '- group "Kind of record":',
        '- region "Results":',
        '- heading "Results" [level=2]',
        '- region "Reading pane":',
        '- region "Side by side":',
    ):
        assert line in tree
    assert re.search(r'- checkbox "Practice \d+"', tree)
    assert re.search(r'- .button "Set side by side: Newton room', tree)


def test_nothing_is_asked_of_the_internet(page):
    search(page, "festival", "festival")
    results(page).first.get_by_role("heading").get_by_role("button").click()
    expect(page.get_by_role("textbox", name="Citation")).to_be_visible()
    assert len(page.asked) > 5
    assert [url for url in page.asked if not OURS.match(url)] == []


def test_without_the_token_nobody_gets_in(page, address):
    home = address.partition("?")[0]
    assert "kb-explorer" not in urlopen(home).read().decode()
    assert "password" in urlopen(home).read().decode().lower()
    kernel = re.search(r"/api/kernels/[\w-]+", page.evaluate(KERNEL))[0]
    with pytest.raises(OSError, match="403"):
        urlopen(Request(f"{home.rstrip('/')}{kernel}"))


KERNEL = """'/api/kernels/' + JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"""
