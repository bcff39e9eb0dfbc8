"""The notebooks of the onboarding: they run as shipped and solved, in both languages; their texts
name what exists and can be read; the real data are never written.
"""

import ast
import json
import re
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import get_args

import nbformat
import pytest
from click.testing import CliRunner
from conftest import reported
from nbclient import NotebookClient
from reporting import data_folder

import kb
from kb import course, exercises, learn, parts, paths, progress, scratch, tutor, wording
from kb.blocks import MIME, ids_in
from kb.cli import main
from kb.language import language, languages
from kb.meant import everywhere, meant
from kb.plain import inline_text
from kb.problem import KbError
from kb.progress import Mark, Progress
from kb.records import DOCUMENTS
from kb.report.plan import plan
from kb.standing import standing

ROOT = Path(__file__).parents[1]
NOTEBOOKS = course.notebooks()
NAMES = [notebook.name for notebook in NOTEBOOKS]
DAY = date(2026, 11, 26)
QUESTIONS = 3  # that me.ask shows
WORDS, EXERCISE, QUESTION = 110, 1.0, 0.5  # a minute: words of a text that is new; minutes for each
LIX = {"en": 35, "lv": 50}


def cells_of(name):
    return nbformat.read(course.FOLDER / f"{name}.ipynb", as_version=4).cells


def solution(cell):
    """The code of a folded solution; None where a cell is none."""
    found = re.search(r"(?s)<details>.*?```python\n(.*?)\n```", cell.source)
    return found and found[1]


def code_of(name, answer=None):
    """The code cells with what exercises are answered with: the blank, a text, or `solution`."""
    cells = cells_of(name)
    for number, cell in enumerate(cells):
        if cell.cell_type == "code":
            solved = solution(cells[number + 1]) if "exercise" in cell.metadata.get("tags", ()) else None  # fmt: skip
            source = solved if solved and answer == "solution" else cell.source
            wrong = answer if solved and answer != "solution" else None
            yield cell, source.replace(f'"{course.BLANK}"', json.dumps(wrong)) if wrong else source


def run(name, language, answer=None, leave=()):
    """What each cell shows, by its id, in a notebook that is run here, without a kernel."""
    space, shown = {}, {}
    with data_folder(ROOT / "data"):
        for cell, source in code_of(name, answer):
            if cell.id in leave:
                continue
            *first, last = ast.parse(source).body
            exec(compile(ast.Module(first, []), cell.id, "exec"), space)
            if isinstance(last, ast.Expr):
                value = eval(compile(ast.Expression(last.value), cell.id, "eval"), space)
                shown[cell.id] = value._repr_mimebundle_()[0]
            else:
                exec(compile(ast.Module([last], []), cell.id, "exec"), space)
            if "parameters" in cell.metadata.get("tags", ()):
                space["language"] = language
    return shown


def verdicts(name, shown):
    """The first words that each exercise is answered with."""
    ids = [c.id for c in cells_of(name) if "exercise" in c.metadata.get("tags", ())]
    return {inline_text(shown[id][MIME]["blocks"][0]["body"][:1]) for id in ids if id in shown}


@pytest.fixture(autouse=True)
def loaded_once(monkeypatch):
    """The real data are read once for all tests; a copy is read as often as it changes."""
    read = kb.load
    monkeypatch.setattr(
        kb, "load", lambda data=None, today=None: real() if data is None else read(data, today)
    )


@cache
def real():
    base, _ = kb.check(ROOT / "data")
    return base


BOTH = ["en", pytest.param("lv", marks=pytest.mark.slow)]
SAID = {
    "en": ("Not answered yet.", "Not yet.", "Right."),
    "lv": ("Vēl nav atbildēts.", "Vēl ne.", "Pareizi."),
}


@contextmanager
def real_data_stay():
    before = digest(ROOT / "data")
    yield
    assert digest(ROOT / "data") == before


def digest(folder):
    return {path: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()}  # fmt: skip


# Running


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_as_shipped_and_says_kindly_that_nothing_is_answered(name, language):
    with real_data_stay():
        shown = run(name, language)
    assert verdicts(name, shown) == {SAID[language][0]}


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_answer_fails_every_exercise_with_a_hint(name, language):
    with real_data_stay():
        shown = run(name, language, answer="nonsense")
    assert verdicts(name, shown) == {SAID[language][1]}


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("name", NAMES)
def test_the_solution_of_every_exercise_passes_its_own_check(name, language):
    with real_data_stay():
        shown = run(name, language, answer="solution", leave=["report"])
    assert verdicts(name, shown) == {SAID[language][2]}
    [notebook] = [x for x in NOTEBOOKS if x.name == name]
    solved = {id.partition("/")[2] for id in progress.read()[0].exercises}
    assert set(notebook.exercises) - {"report"} <= solved


@pytest.mark.parametrize("name", NAMES)
def test_an_exercise_asks_only_of_what_was_shown_before(name):
    """Or of what its text tells to look for elsewhere."""
    shown, seen, base = run(name, "en"), set(), real()
    known = {record.id for record in base.records()} - set(base.themes)
    elsewhere = {"living-library-of-jobs", "free-entry-for-paying-towns"} if name[:2] == "03" else set()  # fmt: skip
    for cell in cells_of(name):
        if "exercise" in cell.metadata.get("tags", ()):
            [call] = course.checks(cell.source)
            assert set(call) & known - elsewhere <= seen, cell.id
        if cell.id in shown:
            seen |= set(ids_in(shown[cell.id][MIME]["blocks"]))


RIGHTLY_SAID = {
    ("01-our-centre-and-partners", "partner", "newton-room"): ["Vitensenteret", "trondheim", "Tronheima", "Tronheimas Zinātnes centrs", "vitensenteret-trondheim", "the one in Norway "],
    ("01-our-centre-and-partners", "part", "contributing-to-festivals"): ["it contributes", "piedalās ar savu ieguldījumu", "Contributes."],
    ("01-our-centre-and-partners", "figure", "vitensenteret-trondheim", "visitors", "2016"): ["83131 visitors", "2016: 83131", "83 131", "83,131", " 83131 "],
    ("00-start-here", "partners"): ["two", "2 partners", "divi", "no diviem partneriem"],
    ("00-start-here", "path"): ["Pasākumu rīkotājs", "Project manager", "EDUCATOR"],
    ("02-read-a-case-study", "kind", "newton-room", "1"): ["Measured", "pamatots ar datiem"],
    ("02-read-a-case-study", "shows", "newton-room", "1"): ["aptver", "reach ", "`reach`", "aptvērums"],
    ("02-read-a-case-study", "certainty", "jobs-through-people"): ["vēstīts", "1", "Reported", "level 1"],
    ("02-read-a-case-study", "source", "newton-room", "3"): ["[equinor]", "Equinor"],
    ("03-find-and-compare", "most", "teachers"): ["Vitensenteret", "Trondheim", "Tronheimas Zinātnes centrs"],
    ("03-find-and-compare", "gap"): ["Reuse of industrial heritage", "industriālā mantojuma", "industrial heritage"],
    ("03-find-and-compare", "query", "living-library-of-jobs"): ["living library of jobs"],
}  # fmt: skip


@pytest.mark.parametrize("of", RIGHTLY_SAID, ids=" ".join)
@pytest.mark.parametrize("language", languages())
def test_what_is_right_may_be_said_in_many_ways(of, language):
    notebook, *call = of
    me = tutor.begin(notebook, language)
    for answer in RIGHTLY_SAID[of]:
        if language == "lv" or not re.search("Tronheim", answer):  # names of a translated record
            assert verdict(me.check(*call, answer)) == SAID[language][2], answer


def verdict(view):
    return inline_text(view.blocks[0]["body"][:1])


WRONGLY_SAID = {
    ("01-our-centre-and-partners", "partner", "newton-room"): ["centre", "the", "Dolní Vítkovice", "Daugavpils"],
    ("01-our-centre-and-partners", "part", "contributing-to-festivals"): ["it", "others run it", "takes part"],
    ("03-find-and-compare", "query", "living-library-of-jobs"): ["Living-Library-Of-Jobs", "living-library-of-jobs living-library-of-jobs"],
    ("03-find-and-compare", "gap"): ["making", "funding"],
    ("00-start-here", "partners"): ["3", "many", "twenty"],
}  # fmt: skip


@pytest.mark.parametrize("of", WRONGLY_SAID, ids=" ".join)
def test_what_is_wrong_is_not_taken_however_it_is_said(of):
    notebook, *call = of
    me = tutor.begin(notebook)
    for answer in WRONGLY_SAID[of]:
        assert verdict(me.check(*call, answer)) == SAID["en"][1], answer


def test_a_misspelt_answer_is_told_what_was_probably_meant():
    me = tutor.begin("00-start-here")
    assert "Did you mean: project-manager? It can be educator" in inline_text(
        me.check("path", "projekt-manager").blocks[0]["body"]
    )


IN_THE_COPY = {
    "statement": (["Fetch classes by bus: 412 pupils came.", "Bezmaksas autobuss: 12 nedēļās ar to atbrauca 412 skolēni."],
                  ["7", "Fetch classes by bus.", "Fetch classes by bus: 500 pupils came.", "412", "Host offered us tea and it floated 9 times", "412 is the number I like best of all"]),
    "kind": (["Measured", "pamatots ar datiem ", "izmērīts"], ["told", "izvērtēts"]),
    "shows": (["aptver", "Reach", "aptvērums"], ["effect", "notiek"]),
}  # fmt: skip


@pytest.mark.parametrize("name", IN_THE_COPY)
def test_a_field_takes_what_the_note_tells_in_either_language(name):
    me, (right, wrong) = tutor.begin("04-from-visit-to-lesson"), IN_THE_COPY[name]
    me.practise("fetch-classes-by-bus", name)
    for answers, expected in ((right, SAID["en"][2]), (wrong, SAID["en"][1])):
        for answer in answers:
            said = verdict(me.check("field", "fetch-classes-by-bus", name, answer))
            assert said == expected, answer


@pytest.mark.parametrize(
    ("name", "answer", "right"),
    [("verdict", "Trial", True), ("verdict", "izmēģināt", True), ("verdict", "maybe", False),
     ("owner", "Education lead", True), ("owner", "projektu vadītāja", True), ("owner", "Jānis Bērziņš", False),
     ("owner", "Director Jānis Bērziņš", False), ("owner", "izglītības metodiķe", True), ("owner", "Exhibition Designer", True),
     ("verdict", "adopt", False),
     ("review_on", "2030-06-01", True), ("review_on", "2020-06-01", False)],
)  # fmt: skip
def test_a_decision_takes_words_of_both_languages_and_no_name_of_a_person(name, answer, right):
    me = tutor.begin("05-decide-and-report")
    me.practise("try-one-bus", name)
    assert verdict(me.check("field", "try-one-bus", name, answer)) == SAID["en"][2 if right else 1]


def test_a_record_that_is_not_sound_yet_is_told_of_without_the_way_to_the_copy(home):
    me = tutor.begin("05-decide-and-report")
    me.practise("try-one-bus", "verdict")
    for view in (me.check("status", "fetch-classes-by-bus", "decided"), me.show("try-one-bus")):
        told = inline_text(view.blocks[1]["items"][0][0]["body"])
        assert told.startswith("try-one-bus.md:")
        assert str(home) not in told


def test_only_the_invented_practice_is_reported_on():
    me = tutor.begin("05-decide-and-report")
    me.practise("try-one-bus")
    shown = me.check("report", "newton-room").blocks
    assert "Write the id of the practice that was invented: free-moon-bus." in inline_text(shown[0]["body"])  # fmt: skip


def test_words_in_brackets_beside_a_word_of_a_closed_list_are_names_of_it():
    """What a Latvian text calls a word that may be written in its place: `reach` (aptver)."""
    known = {}
    for texts_of in (
        wording.WORDS,
        wording.SHOWN,
        wording.PART_WORDS,
        wording.RAISES,
        wording.STATUSES,
    ):
        known |= everywhere(texts_of)
    known |= {id: [*known.get(id, []), *names] for id, names in exercises.path_names().items()}
    known |= {level: [*known.get(level, []), language("lv").word("certainty", level)] for level in kb.appraise.LEVELS}  # fmt: skip
    found = [
        (word, said)
        for name in NAMES
        for text in texts(name, "lv")
        for word, said in re.findall(r"`([a-z -]+)` \(([^)]+)\)", text)
    ]
    assert len(found) > 15
    for word, said in found:
        assert meant(said, {word: known[word]}) == word, (word, said)


@pytest.mark.slow
@pytest.mark.parametrize("language", languages())
def test_the_report_of_the_copy_is_made(language, home):
    with real_data_stay():
        shown = run("05-decide-and-report", language, answer="solution")
    assert verdicts("05-decide-and-report", shown) == {SAID[language][2]}
    [made] = home.rglob("*.pdf")
    assert made.name == f"case-study-free-moon-bus-{language}.pdf"


@pytest.mark.slow
@pytest.mark.parametrize("solved", [False, True], ids=["shipped", "solved"])
@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_top_to_bottom_in_a_kernel(name, solved, monkeypatch):
    monkeypatch.setenv("KB_DATA", str(ROOT / "data"))
    notebook = nbformat.read(course.FOLDER / f"{name}.ipynb", as_version=4)
    codes = {cell.id: source for cell, source in code_of(name, "solution" if solved else None)}
    for cell in notebook.cells:
        cell.source = codes.get(cell.id, cell.source)
    with real_data_stay():
        NotebookClient(notebook, timeout=180, kernel_name="python3").execute(cwd=str(course.FOLDER))
    panels = [o for c in notebook.cells for o in c.get("outputs", ()) if "application/vnd.jupyter.widget-view+json" in o.get("data", {})]  # fmt: skip
    asked = panels[-1].data  # before it there may be the bar of a report that is made
    assert "me.answer(" in asked["text/html"]  # the text stands beside the controls


@pytest.mark.slow
def test_when_all_is_solved_all_notebooks_are_done():
    for name in NAMES:
        run(name, "en", answer="solution", leave=["report"])
    found = standing(progress.read()[0], kb.load(ROOT / "data").slice())
    assert [stage.name for stage in found.stages if not stage.done] == ["05-decide-and-report"]
    assert found.path == "educator"


def test_a_question_is_answered_in_a_cell_and_kept(home):
    with data_folder(ROOT / "data"):
        me = tutor.begin("00-start-here", today=DAY)
        panel = me.ask(1)
        [question] = learn.questions(me.base, "educator", tutor.SEED)[:1]
        assert question.id in panel._repr_mimebundle_()[0]["text/html"]
        missed = next(x for x in question.letters if x != question.answer)
        assert "Not answered yet." in str(me.answer(question.id, "...").blocks)
        assert "Not yet." in str(me.answer(question.id, missed).blocks)
        assert progress.read()[0].questions[question.id].due == date(2026, 11, 27)
        assert "Right." in str(me.answer(question.id, question.answer).blocks)
        with pytest.raises(KbError, match="was not asked"):
            me.answer("owner:nobody", "a")


def test_a_verdict_stays_when_it_cannot_be_kept(monkeypatch):
    def refused(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", refused)
    with pytest.warns(UserWarning, match="To nevarēja saglabāt: cannot write"):
        me = tutor.begin("00-start-here", "lv", today=DAY)
    lost = "Pareizi. (To nevarēja saglabāt: cannot write"
    assert inline_text(me.check("partners", "2").blocks[0]["body"]).startswith(lost)
    me.ask(1)
    [question] = learn.questions(me.base, "educator", tutor.SEED)[:1]
    told = inline_text(me.answer(question.id, question.answer).blocks[0]["body"])
    assert told.startswith(lost)


def test_a_question_that_is_asked_again_says_why(home, monkeypatch):
    me = tutor.begin("00-start-here", today=DAY)
    first, second = learn.questions(me.base, "educator", tutor.SEED)[:2]
    me.ask(2)
    missed = next(x for x in first.letters if x != first.answer)
    me.answer(first.id, missed)
    me.answer(second.id, second.answer)
    later = tutor.begin("00-start-here", today=date(2026, 11, 27))
    kept = progress.read()[0]
    marks = {id: mark.model_copy(update={"records": dict.fromkeys(mark.records, "then")}) for id, mark in kept.questions.items()}  # fmt: skip
    progress.save(kept.model_copy(update={"questions": marks}))
    told = [inline_text(block["title"]) for block in later.ask(2).view.blocks]
    assert told[0].startswith("<missed before> ")
    assert told[1].startswith("<changed since you learned it> ")
    assert all(
        legend in later.ask(2).controls.page for legend in ("missed before", "changed since")
    )


def test_a_missed_question_stays_one_until_it_is_known_for_good():
    day = DAY
    me = tutor.begin("00-start-here", today=day)
    [question] = learn.questions(me.base, "educator", tutor.SEED)[:1]
    missed = next(x for x in question.letters if x != question.answer)
    me.ask(1)
    me.answer(question.id, missed)
    for wait in learn.BOXES:
        day += timedelta(days=wait)
        me = tutor.begin("00-start-here", today=day)
        title = inline_text(me.ask(1).view.blocks[0]["title"])
        assert title.startswith("<missed before> ")
        me.answer(question.id, question.answer)
    assert progress.read()[0].questions[question.id].box is None


def test_when_there_is_nothing_to_ask_it_is_said_when_there_will_be():
    me = tutor.begin("00-start-here", today=DAY)
    ids = {x.id for x in learn.questions(me.base, "educator", tutor.SEED)}
    known = {id: Mark(day=DAY) for id in ids}
    progress.save(Progress(questions=known))
    [block] = me.ask().view.blocks
    assert block["body"] == ["You know every question of your path."]
    one = min(ids)
    progress.save(Progress(questions={**known, one: Mark(day=DAY, box=0, due=date(2026, 11, 27))}))
    [block] = me.ask().view.blocks
    assert block["body"] == ["There is nothing to ask today; the next comes back on 27 November 2026."]  # fmt: skip


def test_a_search_tells_what_each_record_is_and_which_words_matched():
    me = tutor.begin("03-find-and-compare", "lv")
    html = me.search("skolas bez maksas")._repr_mimebundle_()[0]["text/html"]
    first = re.search(r"(?s)<li>(.*?)</li>", html)[1]
    assert "Labās prakses piemērs · free-entry-for-paying-towns</small><br>" in first
    assert "<b>maksā</b>" in first
    assert set(me.search("type:partner").records) == set(me.base.partners)
    assert "Nekas nav atrasts" in str(me.search("xyzzy").blocks)


def test_a_damaged_file_is_told_of_in_a_notebook(home):
    home.mkdir()
    (home / "progress.json").write_text("{")
    with pytest.warns(UserWarning, match=r"it is now .*progress-damaged-1\.json"):
        me = tutor.begin("00-start-here", today=DAY)
    me.check("partners", "2")
    assert progress.read()[0].exercises.keys() == {"00-start-here/partners"}


def test_the_language_is_chosen_once(home):
    assert tutor.begin("00-start-here").base.language == "en"
    assert not home.exists()  # nothing was chosen
    assert tutor.begin("00-start-here", "lv").base.language == "lv"
    assert tutor.begin("01-our-centre-and-partners").base.language == "lv"
    assert CliRunner().invoke(main, ["onboard"]).stdout.startswith("Ceļš: Izglītotājs")
    CliRunner().invoke(main, ["onboard", "--language", "en"])
    assert tutor.begin("03-find-and-compare").base.language == "en"


@pytest.mark.parametrize(
    ("answer", "right"),
    [("Opava", True), ("the city of Opava", True), ("the town of Opava", True), ("Opava and Ostrava", False), ("city of opava", True), ("Opavas pilsēta", True),
     ("city", False), ("of", False), ("Ostrava", False)],
)  # fmt: skip
def test_who_pays_may_be_said_shortly(answer, right):
    me = tutor.begin("03-find-and-compare", "lv")
    shown = me.check("payer", "free-entry-for-paying-towns", answer).blocks
    assert ("Pareizi." in str(shown)) is right


def test_the_exercises_of_a_notebook_are_known_whatever_was_written_into_it(tmp_path):
    notebook = nbformat.read(course.FOLDER / "00-start-here.ipynb", as_version=4)
    for cell in (c for c in notebook.cells if "exercise" in c.metadata.get("tags", ())):
        cell.source = "me.check('half a line"
    nbformat.write(notebook, tmp_path / "00-start-here.ipynb")
    [read] = course.notebooks(tmp_path)
    assert read.exercises == ("partners", "path")


def test_what_is_no_notebook_is_said_in_one_line(tmp_path):
    with pytest.raises(KbError, match="holds no notebooks; run kb from a whole checkout"):
        course.notebooks(tmp_path)
    (tmp_path / "x.ipynb").write_text("{")
    with pytest.raises(KbError, match=r"x\.ipynb is no notebook .*; get it anew with git"):
        course.notebooks(tmp_path)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: tutor.begin("00-start"), "there is no notebook '00-start'; did you mean '00-start-here'?"),
        (lambda: tutor.begin("00-start-here").check("certanty", "x", "y"), "there is no exercise 'certanty'; did you mean 'certainty'?"),
        (lambda: tutor.begin("00-start-here").check("certainty", "refund-transports", "y"), "lesson 'refund-transports' is not in the data; did you mean 'refund-transport'?"),
        (lambda: tutor.begin("00-start-here").problems("x"), "there is no copy to practise in yet; run the cells from the top"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_one_line(call, message):
    with pytest.raises(KbError) as error:
        call()
    assert str(error.value) == message


# The copy to practise in


@pytest.mark.parametrize("last", ["", "fetch-classes-by-bus", "try-one-bus"])
def test_a_copy_is_sound_and_holds_what_was_invented_up_to_a_record(last):
    copy = scratch.copy("x", DAY, last, ROOT / "data")
    _, problems = kb.check(copy, DAY)
    assert [str(problem) for problem in problems if not problem.warning] == []
    assert (copy / "decisions" / "try-one-bus.md").exists() == (last != "fetch-classes-by-bus")


def test_a_copy_never_lies_in_the_data(monkeypatch, world):
    monkeypatch.setenv("KB_HOME", str(world.data))
    with pytest.raises(KbError, match="lies in the data"):
        scratch.copy("x", DAY, given=world.data)


def test_the_invented_records_say_so_and_are_not_in_the_real_data():
    ids = {record.id for record in kb.load(ROOT / "data").records()}
    for path in scratch.MOON.rglob("*.md"):
        assert path.stem not in ids
        assert re.search(r"invented|imaginary|on the Moon|bus", path.read_text("utf-8"))


# Texts


def texts(name, language):
    return [c.source for c in cells_of(name) if c.cell_type == "markdown" and language in c.metadata.tags]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_solutions_links_and_code_words(name):
    found = [
        (
            [solution(c) for c in cells_of(name) if c.cell_type == "markdown" and tag in c.metadata.tags and solution(c)],
            re.findall(r"\]\(([^)]+)\)", " ".join(texts(name, tag))),
            [len(re.findall(r"(?m)^(?:- |\* |\d\. )", text)) for text in texts(name, tag)],
        )
        for tag in ("en", "lv")
    ]  # fmt: skip
    assert found[0] == found[1]


@pytest.mark.parametrize("name", NAMES)
def test_links_resolve_and_the_first_cell_says_what_it_should(name):
    for tag in ("en", "lv"):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", " ".join(texts(name, tag))):
            assert (course.FOLDER / target).exists(), target
        assert re.search(r"\d+ min", texts(name, tag)[0])
        assert len(re.findall(r"(?m)^- ", texts(name, tag)[0])) == 4
    assert "Mašīntulkojums, nav pārbaudīts." in texts(name, "lv")[0]


def known_words():
    """What may stand between backticks: ids, fields, words of closed lists, paths, codes."""
    base = kb.load(ROOT / "data")
    yield from (record.id for record in base.records())
    yield from (path.stem for path in scratch.MOON.rglob("*.md"))
    yield from (*paths.PATHS, *languages(), "moon-log", "---", "2030-06-01", "certainty>=2", "ticamība>=2", "tēma:")  # fmt: skip
    for closed in (parts.Kind, parts.Shows, parts.Role, parts.Verdict, kb.appraise.Level, kb.appraise.Remedy):  # fmt: skip
        yield from get_args(closed)
    for cls in (*DOCUMENTS, parts.Evidence):
        yield from cls.model_fields
    yield from (f"theme:{theme}" for theme in base.themes)


@pytest.mark.parametrize("name", NAMES)
def test_texts_name_only_commands_fields_and_files_that_exist(name):
    known = set(known_words())
    for text in (re.sub(r"(?s)```.*?```", "", t) for tag in ("en", "lv") for t in texts(name, tag)):
        for word in re.findall(r"`([^`]+)`", text):
            if word.startswith("kb "):
                command_exists(word)
            elif word.startswith("data/"):
                assert (ROOT / word).exists(), word
            else:
                assert word in known, word


def command_exists(line):
    """A command line in a text names a command, options, a report and parameters that exist."""
    _, name, *rest = line.split()
    command = main.commands[name]
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in rest if word.startswith("-")} <= options
    if name == "build" and rest:
        given = dict(word.split("=") for word in rest if "=" in word)
        assert plan(kb.load(ROOT / "data"), rest[:1], given, DAY.isoformat())


@pytest.mark.parametrize("name", NAMES)
def test_every_exercise_has_one_blank_and_a_folded_solution_beside_it(name):
    cells = cells_of(name)
    exercises = [n for n, cell in enumerate(cells) if "exercise" in cell.metadata.get("tags", ())]
    assert len(exercises) >= 2
    for number in exercises:
        assert cells[number].source.count(f'"{course.BLANK}"') == 1
        [blank], [solved] = (list(course.checks(s)) for s in (cells[number].source, solution(cells[number + 1])))  # fmt: skip
        assert blank[:-1] == solved[:-1]
        assert cells[number - 1].source.startswith("### Uzdevums:")
    before = [c.source for c in cells[: exercises[0]] if c.cell_type == "code"]
    assert any(source.startswith("me.") for source in before)  # an example comes first


# How much and how hard


def plain(text):
    """The words that are read: without code, markup and addresses."""
    text = re.sub(r"(?s)```.*?```|<[^>]+>|`[^`]*`|\]\([^)]*\)", " ", text)
    return re.sub(r"[*#>\[\]]", " ", text)


def lix(text):
    """Readability after C.-H. Björnsson (1968): words a sentence, and percent of words over six
    letters. Below 40 is easy prose; languages with long words score higher.
    """
    words = re.findall(r"[^\W\d_]+", text)
    ends = len(re.findall(r"[.!?:](?=\s|$)|\n\s*\n", text)) or 1
    return len(words) / ends + 100 * sum(len(word) > 6 for word in words) / len(words)


def minutes(name, language):
    """What a newcomer needs: words to read, exercises and questions; looking at outputs is extra."""
    [notebook] = [x for x in NOTEBOOKS if x.name == name]
    read = len(" ".join(map(plain, texts(name, language))).split()) / WORDS
    return read + EXERCISE * len(notebook.exercises) + QUESTION * QUESTIONS


@pytest.mark.parametrize("language", languages())
def test_the_notebooks_are_short_and_easy_to_read(language):
    found = {name: lix("\n\n".join(map(plain, texts(name, language)))) for name in NAMES}
    taken = {name: minutes(name, language) for name in NAMES}
    each = ", ".join(f"{n[:2]} {taken[n]:.0f} min, LIX {found[n]:.0f}" for n in NAMES)
    reported.append(f"onboarding, {language}: {each}")
    for name in NAMES:
        [stated] = re.findall(r"(\d+) min", texts(name, language)[0])
        assert 5 <= taken[name] <= int(stated) <= 15
        assert found[name] <= LIX[language]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_holds_little_code(name):
    code = [len(c.source.splitlines()) for c in cells_of(name) if c.cell_type == "code"]
    assert median(code) <= 3


def test_a_hard_text_scores_higher_than_an_easy_one():
    easy = "The bus is free. It is red. We go by it. It is fun."
    hard = "Interdisciplinary collaboration notwithstanding, institutional infrastructure necessitates considerable organisational harmonisation"
    assert lix(easy) < 10 < 80 < lix(hard)


@pytest.mark.parametrize(("typed", "code"), [("LV ", "lv"), ("en", "en"), ("", "en")])
def test_a_language_is_taken_as_it_is_typed(home, typed, code):
    assert tutor.begin("00-start-here", typed).base.language == code


def test_a_language_that_there_is_not_is_refused_before_it_is_kept(home):
    with pytest.raises(KbError, match="language 'latviski' is not available"):
        tutor.begin("00-start-here", "latviski")
    assert not home.exists()
    progress.save(progress.Progress(language="xx"))
    assert tutor.begin("00-start-here").base.language == "en"
