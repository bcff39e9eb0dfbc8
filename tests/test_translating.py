"""Records in another language: in reports, in part, out of date, and the file to fill in."""

import json

import pytest
from click.testing import CliRunner
from conftest import LATVIAN

from kb import view
from kb.cli import main
from kb.fields import digest_of_texts, leaves, texts, with_texts
from kb.pages import answer
from kb.plain import inline_text
from kb.problem import KbError
from kb.translating import to_fill_in

PLANES = "practices/paper-planes.md"


@pytest.fixture
def translated(world):
    """The invented world with one record in Latvian."""
    digest = digest_of_texts(world.load().practices["paper-planes"])
    return world.write("practices/paper-planes.lv.md", LATVIAN.replace("DIGEST", digest))


def kb(*arguments):
    return CliRunner(catch_exceptions=False).invoke(main, [str(argument) for argument in arguments])


def test_a_base_in_latvian_has_the_texts_that_are_translated(translated):
    part = translated.load().slice(language="lv")
    practice = part.practices["paper-planes"]
    assert (practice.title, practice.evidence[0].says) == ("Papīra lidmašīnas", "Tā lidoja.")
    assert practice.body[0].paragraphs == ("Tās lidoja [@blue-book].",)
    assert part.english == {"blue-hall", "home-hall", "fold-first"}
    assert translated.load().slice().practices["paper-planes"].title == "Paper planes"


def test_a_stale_translation_falls_back_to_english_and_is_marked(translated):
    translated.change(PLANES, title="Paper jets")
    part = translated.load().slice(language="lv")
    practice = part.practices["paper-planes"]
    assert (practice.title, "paper-planes" in part.english) == ("Paper jets", True)
    shown = view.practice_text(practice, part)
    assert (shown["records"], shown["language"]) == (["paper-planes"], "en")
    [title] = shown["body"][0]["body"]
    assert title == {
        "inline": "foreign", "language": "en", "body": [{"inline": "strong", "body": ["Paper jets"]}],
    }  # fmt: skip
    assert shown["body"][1:3] == [" ", {"inline": "tag", "body": ["angliski"]}]


def test_an_item_is_translated_before_later_ones_are_left_out(translated):
    """Translations count the items of the file, not those that a day leaves."""
    evidence = translated.records[PLANES]["evidence"]
    later, first = {**evidence[0], "says": "It fell.", "added": "2026-03-01"}, evidence[0]
    translated.change(PLANES, evidence=[later, first])
    digest = digest_of_texts(translated.load().practices["paper-planes"])
    text = LATVIAN.replace("DIGEST", digest).replace(
        "  - says: Tā", "  - says: Tā krita.\n  - says: Tā"
    )
    translated.write("practices/paper-planes.lv.md", text)
    part = translated.load().slice(language="lv", as_of="2026-02-01")
    assert [item.says for item in part.practices["paper-planes"].evidence] == ["Tā lidoja."]


def test_what_is_computed_is_the_same_in_every_language(translated):
    """Organisers are named in the report's language, voices are not."""
    translated.change(PLANES, run_by="the Blue Press")
    digest = digest_of_texts(translated.load().practices["paper-planes"])
    text = LATVIAN.replace("DIGEST", digest).replace(
        "evidence:", "run_by: Zilā izdevniecība\nevidence:"
    )
    translated.write("practices/paper-planes.lv.md", text)
    base = translated.load()
    english, latvian = base.slice(), base.slice(language="lv")
    for part in (english, latvian):
        lesson = part.lessons["fold-first"]
        assert view.certainty(lesson, part) == view.certainty(base.lessons["fold-first"], base)


def test_a_latvian_page_has_latvian_words_numbers_and_dates(translated):
    part = translated.load().slice(partners=["blue-hall"], language="lv", as_of="2026-05-01")
    [cover] = answer.cover(part).blocks
    assert cover["title"] == "Kas labi izdodas mūsu partneriem"
    numbers = [[inline_text([number]), name] for number, name in cover["numbers"]]
    assert numbers[:2] == [["1", "labās prakses piemērs"], ["1", "atziņa"]]
    assert inline_text(dict(cover["facts"])["Ierakstu stāvoklis"]) == "2026. gada 1. maijs"


@pytest.mark.parametrize(
    ("by", "marked"), [("machine", True), ("machine\nchecked: true", False), ("a pilot", False)]
)
def test_what_a_machine_translated_is_marked_until_somebody_has_checked_it(translated, by, marked):
    path = translated.data / "practices" / "paper-planes.lv.md"
    path.write_text(path.read_text("utf-8").replace("machine", by), "utf-8")
    shown = kb("show", "paper-planes", "--language", "lv", "--data", translated.data).stdout
    assert ("mašīntulkojums, nav pārbaudīts" in shown) is marked
    part = translated.load().slice(language="lv")
    [cover] = answer.cover(part).blocks
    told = dict(cover["facts"]).get("Tulkojums")
    assert (told == ["mašīntulkojums, nav pārbaudīts"]) is marked


def test_the_parity_of_languages_is_told(translated):
    assert kb("check", "--data", translated.data).stdout.splitlines()[1] == (
        "lv: 25 % of 4 records translated, 3 (blue-hall, home-hall, fold-first) missing, 0 stale"
    )
    translated.change(PLANES, title="Paper jets")
    [found] = json.loads(kb("check", "--json", "--data", translated.data).stdout)["translations"]
    assert found == {
        "language": "lv", "records": 4, "missing": ["blue-hall", "home-hall", "fold-first"],
        "stale": ["paper-planes"], "percent": 0,
    }  # fmt: skip


def test_a_file_to_fill_in_is_sound_once_filled_in(world):
    path = world.data / "practices" / "paper-planes.lv.md"
    done = kb("translate", "paper-planes", "--data", world.data)
    record = world.load().practices["paper-planes"]
    digest = digest_of_texts(record)
    assert done.stdout == f"{path}: put its texts into 'lv', then write `of: {digest}`\n"
    assert world.check() == [
        "practices/paper-planes.lv.md:2: warning: not translated yet; put its texts into 'lv', "
        f"then `of: {digest}`"
    ]
    assert "paper-planes" in world.load().slice(language="lv").english
    text = path.read_text("utf-8").replace("0" * 16, digest)
    for english, latvian in (("Paper planes", "Papīra lidmašīnas"), ("Everybody folds a plane", "Katrs loka"),
                             ("It flew", "Tā lidoja"), ("They flew", "Tās lidoja")):  # fmt: skip
        text = text.replace(english, latvian)
    path.write_text(text, "utf-8")
    assert world.check() == []
    part = world.load().slice(language="lv")
    assert texts(part.practices["paper-planes"]) == {
        ("title",): "Papīra lidmašīnas", ("summary",): "Katrs loka.", ("evidence", 0, "says"): "Tā lidoja.",
        ("body", 0, "paragraphs", 0): "Tās lidoja [@blue-book].",
    }  # fmt: skip


def test_an_item_without_a_text_keeps_its_place(world):
    figure = {"metric": "visitors", "value": "1", "year": "2018", "source": "blue-book"}
    world.change(PLANES, values=[figure, {**figure, "year": "2019", "scope": "the hall"}])
    text = to_fill_in(world.load().practices["paper-planes"], "lv")
    assert "values:\n- {}\n- scope: the hall\n" in text


def test_translate_never_writes_over_a_file(translated):
    path = translated.data / "practices" / "paper-planes.lv.md"
    before = path.read_text("utf-8")
    for title in ("Paper planes", "Paper jets"):
        translated.change(PLANES, title=title)
        done = kb("translate", "paper-planes", "--data", translated.data)
        message = f"{path} is there already; `kb check` says what it lacks\n"
        assert (done.exit_code, done.stderr) == (1, message)
        assert path.read_text("utf-8") == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["paper-plans"], "there is no record 'paper-plans'; did you mean 'paper-planes'?"),
        (
            ["paper-planes", "--to", "en"],
            "the record 'paper-planes' is in English itself; translate it into another language",
        ),
        (["paper-planes", "--to", "xx"], "language 'xx' is not available yet; it can be en, lv"),
    ],
)
def test_what_cannot_be_translated_is_one_clear_line(world, arguments, message):
    done = kb("translate", *arguments, "--data", world.data)
    assert (done.exit_code, done.stderr.splitlines()) == (1, [message])


def test_replacing_texts_changes_nothing_else(world):
    for record in (*world.load().practices.values(), *world.load().partners.values()):
        new = {loc: text.upper() for loc, text in texts(record).items()}
        changed = with_texts(record, new)
        assert texts(changed) == new
        rest = {leaf.loc: leaf.value for leaf in leaves(record) if leaf.loc not in new}
        assert {leaf.loc: leaf.value for leaf in leaves(changed) if leaf.loc not in new} == rest
        assert with_texts(changed, texts(record)) == record


def test_a_language_that_is_not_known_is_one_clear_line(world):
    with pytest.raises(KbError) as error:
        answer.cover(world.load().slice(language="xx"))
    assert str(error.value) == "language 'xx' is not available yet; it can be en, lv"
