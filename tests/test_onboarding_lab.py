"""A newcomer in JupyterLab: from the welcome page through the first notebook and the fourth, with
the keyboard, in English and in Latvian.
"""

import json
import re
from datetime import date

import nbformat
import pytest
from browsing import OURS, START, chromium, opened, served, tab_to, violations
from playwright.sync_api import expect

import kb
from kb import course, learn, tutor
from kb.plain import inline_text

pytestmark = [pytest.mark.slow, pytest.mark.needs("chromium")]
FILES = [notebook.file for notebook in course.notebooks()]
IDLE = "Python 3 (ipykernel) | Idle"


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


@pytest.fixture
def page(request, tmp_path, browser):
    """JupyterLab as it opens, in a browser that speaks a language. What was typed into a notebook
    is the newcomer's own and is saved with it, so the files are put back as they were.
    """
    locale = getattr(request, "param", "en")
    before = {path: path.read_bytes() for path in FILES}
    try:
        with served(tmp_path, "lab", "--port", "8951") as said:
            page, page.asked = opened(browser, said, locale=locale)
            page.before = before
            yield page
            page.context.close()
    finally:
        for path, content in before.items():
            path.write_bytes(content)


def shown(page):
    """The notebook that is in front."""
    return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")


def ready(page, title):
    heading = shown(page).get_by_role("heading", level=1, name=title)
    expect(heading).to_be_visible(timeout=START)
    expect(page.get_by_text(IDLE)).to_be_visible(timeout=START)
    expect(shown(page).locator(".jp-Cell.jp-mod-active")).to_be_focused()


def cell(page, code):
    return shown(page).locator(".jp-CodeCell").filter(has_text=code)


def go_to(page, code, most=60):
    """Shift+Enter from cell to cell, until the one with this code is chosen."""
    here = shown(page).locator(".jp-CodeCell.jp-mod-active").filter(has_text=code)
    for _ in range(most):
        if here.count():
            return
        number = page.get_by_text(re.compile(r"Cell \d+/\d+")).inner_text()
        page.keyboard.press("Shift+Enter")
        expect(page.get_by_text(number, exact=True)).to_have_count(0)
    raise AssertionError(f"no cell has {code!r}")


def write(page, text, dots=3):
    """Write into the chosen cell in place of the dots between the last quotes, and run it."""
    page.keyboard.press("Enter")
    expect(shown(page).locator(".jp-mod-active .cm-content")).to_be_focused()
    page.keyboard.press("End")
    for key in [*["ArrowLeft"] * 2, *["Backspace"] * dots]:
        page.keyboard.press(key)
    page.keyboard.type(text)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Escape")


def choose_latvian(page):
    """Write lv between the quotes of the first cell with code."""
    go_to(page, "language: str")
    page.keyboard.press("Enter")
    page.keyboard.press("Home")
    for _ in 'language: str = "':
        page.keyboard.press("ArrowRight")
    page.keyboard.type("lv")
    page.keyboard.press("Escape")


def enter_questions(page):
    """Show the questions, and Tab into the first."""
    go_to(page, "me.ask(3)")
    page.keyboard.press("Control+Enter")
    questions = shown(page).locator(".kb-questions form")
    expect(questions).to_have_count(3)
    for _ in range(5):
        page.keyboard.press("Tab")
        if questions.first.locator(":focus").count():
            return questions
    raise AssertionError("Tab does not lead into the questions")


def questions_of(language, path):
    """What is asked of a path today, in its order."""
    base = kb.load().slice(language=language, as_of=date.today().isoformat())
    return learn.questions(base, path, tutor.SEED)


def kept(folder):
    return json.loads((folder / "progress.json").read_text("utf-8"))


def saved(page, path):
    """The cells of a notebook that are other in its file once it is saved; none holds an output."""
    page.keyboard.press("Control+s")
    expect(shown(page).locator(".jp-Cell.jp-mod-dirty")).to_have_count(0)
    expect(page.locator(".lm-TabBar-tab.lm-mod-current.jp-mod-dirty")).to_have_count(0)
    was, now = nbformat.reads(page.before[path].decode(), 4), nbformat.read(path, 4)
    assert [new.id for new in now.cells] == [old.id for old in was.cells]
    assert now.metadata == was.metadata
    assert [c.id for c in now.cells if c.get("outputs") or c.get("execution_count")] == []
    return [new.id for new, old in zip(now.cells, was.cells, strict=True) if new != old]


def test_a_newcomer_begins_at_the_welcome_page_and_answers_first_questions(page, tmp_path):
    expect(page.get_by_role("link", name="Start here")).to_be_visible(timeout=START)
    tab_to(page, "link", "Start here")
    page.keyboard.press("Enter")
    ready(page, "Start here")
    cells = shown(page).locator(".jp-Cell").count()
    go_to(page, 'me.check("partners"')
    expect(cell(page, 'me.check("partner",')).to_contain_text("Right.")
    expect(cell(page, "type:partner")).to_contain_text("Vitensenteret i Trondheim")
    write(page, "3")
    expect(cell(page, 'me.check("partners"')).to_contain_text("Not yet. Count the partners")
    write(page, "2", dots=1)
    expect(cell(page, 'me.check("partners"')).to_contain_text("Right.")
    go_to(page, 'me.check("path"')
    write(page, "event-organiser")
    expect(cell(page, 'me.check("path"')).to_contain_text("Right.")

    first, second, *_ = questions_of("en", "event-organiser")
    assert (first.form, second.form) == ("choose", "match")
    form = enter_questions(page).first
    radios, check = form.get_by_role("radio"), form.get_by_role("button", name="Check the answer")
    expect(form.get_by_role("group")).to_have_accessible_name(inline_text(first.prompt))
    for number, option in enumerate(first.options):
        name = f"{first.letters[number]} {inline_text(option)}"
        expect(radios.nth(number)).to_have_accessible_name(name)
    expect(radios.first).to_be_focused()
    told = form.get_by_role("status")
    page.keyboard.press("d")  # twice, it would delete the cell
    page.keyboard.press("d")
    page.keyboard.press("Enter")  # nothing is chosen yet
    expect(told).to_contain_text("Not answered yet. Choose one of the options.")
    right = first.letters.index(first.answer)
    page.keyboard.press("Space")
    for _ in range(right == 0):  # a wrong one
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(check).to_be_focused()
    page.keyboard.press("Space")
    expect(told).to_contain_text(f"Not yet. The answer is {first.answer}. You will be asked again.")
    page.keyboard.press("Shift+Tab")
    while not radios.nth(right).is_checked():
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(told).to_contain_text("Right.")

    form = shown(page).locator(".kb-questions form").nth(1)
    page.keyboard.press("Tab")  # past the button
    for given, letter in zip(second.given, second.answer, strict=True):
        page.keyboard.press("Tab")
        expect(form.get_by_role("combobox", name=inline_text(given))).to_be_focused()
        page.keyboard.press(letter)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(form.get_by_role("status")).to_contain_text("Right.")

    assert shown(page).locator(".jp-Cell").count() == cells
    expect(page.locator(".kb-questions")).to_have_attribute("lang", "en")
    assert violations(page, ".kb-questions") == []
    assert violations(page, ".jp-OutputArea-output .kb") == []
    solved = ("partner:newton-room", "partners", "path")
    assert sorted(kept(tmp_path)["exercises"]) == [f"00-start-here/{x}" for x in solved]
    assert kept(tmp_path)["path"] == "event-organiser"
    assert set(kept(tmp_path)["questions"]) == {first.id, second.id}
    assert saved(page, FILES[0]) == ["partners", "path"]
    assert [url for url in page.asked if not OURS.match(url)] == []


SAYS = {
    "en": {
        "start": "Start here", "titles": ["Start here", "Our centre and its partners", "Read a case study", "Find and compare"],
        "right": "Right.", "query": "living library of jobs for pupils", "explorer": "the explorer", "search": "Search",
        "free": "free entry", "refund": "transport groups", "pin": "Set side by side", "pins": "Side by side", "paid": "Paid by",
        "payer": "City of Opava", "theme": "Reuse of industrial heritage", "check": "Check the answer", "practice": "Practice",
    },
    "lv": {
        "start": "Sāciet šeit", "titles": ["Sāciet šeit", "Mūsu centrs un tā partneri", "Kā lasīt labās prakses aprakstu", "Atrast un salīdzināt"],
        "right": "Pareizi.", "query": "profesiju dzīvā bibliotēka", "explorer": "zināšanu bāzes pārlūku", "search": "Meklēt",
        "free": "brīva ieeja skolām", "refund": "grupu ceļa izdevumi", "pin": "Salikt līdzās", "pins": "Līdzās", "paid": "Finansē",
        "payer": "Opavas pilsēta", "theme": "Industriālā mantojuma pielāgošana", "check": "Pārbaudīt atbildi", "practice": "Labās prakses piemērs",
    },
}  # fmt: skip


@pytest.mark.parametrize(("page", "language"), [("en", "en"), ("lv-LV", "lv")], indirect=["page"])
def test_a_newcomer_finds_and_compares_in_their_language(page, tmp_path, language):
    says = SAYS[language]
    page.get_by_role("link", name=says["start"]).click(timeout=START)
    ready(page, says["titles"][0])
    if language == "lv":
        choose_latvian(page)
    go_to(page, 'me.check("partners"')
    expect(cell(page, 'me.check("partner",')).to_contain_text(says["right"])
    for file, title in zip(FILES[1:4], says["titles"][1:], strict=True):
        shown(page).get_by_role("link", name=file.name).first.click()
        ready(page, title)

    go_to(page, 'me.check("query"')
    write(page, says["query"])
    expect(cell(page, 'me.check("query"')).to_contain_text(says["right"])
    shown(page).get_by_role("link", name=says["explorer"]).click()
    ready(page, "Explore the knowledge base")
    paid = set_side_by_side(page, says)
    expect(paid).to_contain_text(says["payer"])
    page.get_by_role("tab", name=FILES[3].name).click()
    go_to(page, 'me.check("payer"')
    write(page, says["payer"])
    expect(cell(page, 'me.check("payer"')).to_contain_text(says["right"])
    go_to(page, 'me.check("most"')
    write(page, "Vitensenteret i Trondheim")
    expect(cell(page, 'me.check("most"')).to_contain_text(says["right"])
    go_to(page, 'me.check("gap"')
    write(page, says["theme"])
    expect(cell(page, 'me.check("gap"')).to_contain_text(says["right"])

    form = enter_questions(page).first
    expect(form.get_by_role("group")).to_have_accessible_name(
        inline_text(questions_of(language, "educator")[0].prompt)
    )
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(form.get_by_role("status").get_by_role("paragraph")).not_to_have_count(0)
    expect(page.locator(".kb-questions")).to_have_attribute("lang", language)
    for output in shown(page).locator(".jp-OutputArea-output .kb").all():
        assert output.evaluate("element => element.closest('[lang]').lang") == language
    assert violations(page, ".kb-questions") == []
    assert violations(page, ".jp-OutputArea-output .kb") == []
    done = {id for id in kept(tmp_path)["exercises"] if id.startswith("03-")}
    assert done == {f"03-find-and-compare/{x}" for x in course.notebooks()[3].exercises}
    assert kept(tmp_path).get("language", "en") == language
    assert saved(page, FILES[3]) == ["query", "payer", "most", "gap"]
    assert [url for url in page.asked if not OURS.match(url)] == []


def set_side_by_side(page, says):
    """Run the explorer, find two practices, and set them side by side; the row of who pays."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    box = shown(page).get_by_role("searchbox", name=says["search"])
    expect(box).to_be_visible(timeout=START)
    for practice, query in (
        ("free-entry-for-paying-towns", "free"),
        ("transport-refund", "refund"),
    ):
        box.fill(says[query])
        pin = shown(page).locator(f'[data-key="pin:{practice}"]')
        expect(pin).to_have_accessible_name(re.compile(f"^{says['pin']}: "))
        pin.click()
        expect(pin).to_have_attribute("aria-pressed", "true")
    table = shown(page).get_by_role("region", name=says["pins"]).get_by_role("table")
    return table.get_by_role("row").filter(has=page.get_by_role("rowheader", name=says["paid"]))
