"""One record, whole, as `kb show` prints it."""

import json

import pytest
from click.testing import CliRunner
from conftest import EVIDENCE, LATVIAN

from kb.blocks import bullets, cite, heading, link, note, paragraph, strong, tag
from kb.cli import main
from kb.fields import Citation, digest_of_texts
from kb.plain import text

DECISION = {
    "added": "2026-02-01", "lessons": ["fold-first"], "verdict": "trial", "reason": "It is cheap.",
    "owner": "Pilot", "date": "2026-02-01", "started": "2026-03-01", "action": "Fold on Mondays.",
    "fit": {
        "population": {"is": "same"}, "intervention": {"is": "different", "why": "Less paper."},
        "environment": {"is": "unknown"}, "transfer": {"is": "same"},
    },
    "revised": [{"date": "2026-04-02", "what": "Outcome."}],
    "outcomes": [{"date": "2026-04-01", "result": "worked", "evidence": [EVIDENCE]}],
}  # fmt: skip


def show(world, *arguments):
    command = ["show", *arguments, "--data", str(world.data)]
    return CliRunner(catch_exceptions=False).invoke(main, command)


def test_a_lesson_is_shown_with_evidence_receipt_status_and_links(world):
    assert (
        show(world, "fold-first").stdout
        == """\
Who folds first flies longest.
==============================
Lesson · fold-first · worked · documented · identified
Pilot: Fold before you fly.
Themes: Flying
Certainty: documented (2/4)
  +3 measured: Blue Hall
  −1 all rests on one voice
It would rise with: stronger evidence, of an effect
Review due: 3 January 2028

Evidence
--------
- <measured · reach> It flew. [blue-book]

Leads to
--------
- Practice paper-planes: Paper planes
"""
    )


def test_a_record_is_shown_in_latvian_words(world):
    assert show(world, "fold-first", "--language", "lv").stdout.splitlines()[2:9] == [
        "Atziņa · fold-first · izdevās · dokumentēts · apzināta",
        "Pilot: Fold before you fly.",
        "Tēmas: Lidošana",
        "Pierādījumu ticamība: dokumentēts (2/4)",
        "  +3 pamatots ar datiem: Blue Hall",
        "  −1 viss balstās uz vienas balss teikto",
        "Ticamību paaugstinātu: spēcīgāki iedarbības pierādījumi",
    ]


def test_a_decision_is_shown_with_its_fit_and_outcomes(world):
    world.change("decisions/fold-it.md", **DECISION)
    assert (
        show(world, "fold-it").stdout
        == """\
It is cheap.
============
Decision · fold-it
Verdict: try out
Answerable: Pilot
Date: 1 February 2026
Action: Fold on Mondays.
Started: 1 March 2026
People reached, compared with ours: the same
What is done, compared with ours: different: Less paper.
Surroundings, compared with ours: not known
Whether it can be transferred: the same
Outcome: worked, 1 April 2026
  <measured · reach> It flew. [blue-book]

Revised
-------
- 2 April 2026: Outcome.

Leads to
--------
- Lesson fold-first: Who folds first flies longest.
"""
    )
    assert "worked · documented · learned: worked\n" in show(world, "fold-first").stdout


def test_every_kind_of_record_is_shown_with_what_names_it(world):
    project = {"added": "2026-01-02", "title": "Wings", "programme": "Air", "period": "2020/..",
               "source": "blue-book", "partners": ["home-hall"],
               "funding": [{"by": "Sky Fund", "amount": "12.50", "currency": "EUR", "source": "blue-book"}]}  # fmt: skip
    evening = {"added": "2026-01-02", "title": "An evening", "hosts": ["blue-hall"], "others": ["Birds"],
               "date": "2019-05", "inferred": "The page says May.", "source": "blue-book", "themes": ["flying"],
               "project": "wings", "open_questions": [{"question": "Why paper?"}]}  # fmt: skip
    world.change("projects/wings.md", **project)
    world.change("exchanges/an-evening.md", **evening)
    expected = {
        "wings": ["Project · wings", "Period: since 2020, end not known [blue-book]", "Sky Fund: EUR 12.50 [blue-book]",
                  "- Exchange an-evening: An evening"],
        "an-evening": ["Hosts: Blue Hall", "Also there: Birds", "Date: May 2019 [blue-book]", "Worked out by us: The page says May.",
                       "Open question: Why paper?", "- Project wings: Wings"],
        "blue-hall": ["In its own language: X", "Kind: hall", "Place: Nowhere, Noland", "Visitors: 2,500 (2019) [blue-book]", "History",
                      "It began blue [blue-book, p. 3].", "- Practice paper-planes: Paper planes"],
        "blue-book": ["Voice: Blue Hall", "- Lesson fold-first: Who folds first flies longest."],
        "flying": ["Theme · flying", "Meaning: Flying", "Review of its lessons: after 24 months", "- Practice paper-planes: Paper planes"],
        "visitors": ["Metric · visitors", "Unit: a number", "- Partner blue-hall: Blue Hall"],
    }  # fmt: skip
    for id, lines in expected.items():
        shown = show(world, id).stdout.splitlines()
        assert [line for line in lines if line not in shown] == []


def test_a_record_is_shown_as_it_was_known_on_a_day(world):
    late = {**EVIDENCE, "source": "red-news", "says": "It fell.", "added": "2026-03-01"}
    world.change("lessons/fold-first.md", evidence=[EVIDENCE, late])
    assert "It fell." not in show(world, "fold-first", "--as-of", "2026-02-01").stdout
    assert "It fell." in show(world, "fold-first").stdout


def test_a_draft_is_in_no_report_but_can_be_read(world):
    world.change("practices/paper-planes.md", draft=True)
    assert "Practice · paper-planes · draft" in show(world, "paper-planes").stdout
    assert (
        "Labās prakses piemērs · paper-planes · melnraksts"
        in show(world, "paper-planes", "--language", "lv").stdout
    )


def test_what_is_in_no_report_is_computed_alike_in_every_language(world):
    """Who runs and pays is told by the English names, also where the record is withdrawn."""
    world.change("practices/paper-planes.md", run_by="the Red News and friends")
    evidence = [{**EVIDENCE, "source": "red-news"}, EVIDENCE]
    gone = {"date": "2026-02-01", "reason": "Old."}
    world.change("lessons/fold-first.md", evidence=evidence, withdrawn=gone)
    planes = world.load().practices["paper-planes"]
    texts = LATVIAN.replace("DIGEST", digest_of_texts(planes)).replace(
        "evidence:", "run_by: Sarkanās ziņas\nevidence:"
    )
    world.write("practices/paper-planes.lv.md", texts)
    levels = [
        json.loads(show(world, "fold-first", "--json", "--language", code).stdout)["certainty"]
        for code in ("en", "lv")
    ]
    assert levels[0] == levels[1]
    assert [step["reason"] for step in levels[0]["steps"]] == ["measured", "interested"]


def test_what_is_withdrawn_can_be_read_with_the_reason(world):
    gone = {"date": "2026-02-01", "reason": "Old."}
    world.change("lessons/fold-first.md", withdrawn=gone)
    shown = show(world, "fold-first").stdout
    assert "identified · withdrawn on 1 February 2026: Old.\n" in shown
    before = show(world, "fold-first", "--as-of", "2026-01-31")
    assert "withdrawn" not in before.stdout
    done = show(world, "fold-first", "--as-of", "2026-01-02")
    assert done.stderr == "'fold-first' was not in the data on 2026-01-02; take a later day\n"


def test_evidence_is_shown_with_whose_word_it_is_and_how_a_contradiction_was_settled(world):
    told = {**EVIDENCE, "voice": "A pilot", "stance": "contradicts", "resolved": "Counted anew."}
    world.change("lessons/fold-first.md", evidence=[EVIDENCE, told])
    line = "- <measured · reach> <contradicts> It flew. [blue-book] Voice: A pilot Settled: Counted anew."
    assert line in show(world, "fold-first").stdout


def test_names_of_organisations_are_in_the_language_where_the_base_knows_them(world):
    world.change("base.yaml", names=[{"en": "Blue Hall", "lv": "Zilā zāle"}])
    assert (
        "  +3 pamatots ar datiem: Zilā zāle\n"
        in show(world, "fold-first", "--language", "lv").stdout
    )
    assert "  +3 measured: Blue Hall\n" in show(world, "fold-first").stdout


def test_a_program_gets_the_record_and_what_is_computed(world):
    answer = json.loads(show(world, "fold-first", "--json").stdout)
    assert (answer["type"], answer["record"]["polarity"]) == ("lesson", "worked")
    assert (answer["status"], answer["review_due"]) == ("identified", "2028-01-03")
    assert answer["certainty"] == {
        "level": 2, "word": "documented", "remedies": ["stronger"],
        "steps": [
            {"change": 3, "reason": "measured", "names": ["Blue Hall"]},
            {"change": -1, "reason": "one voice", "names": ["Blue Hall"]},
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["fold-frist"], "there is no record 'fold-frist'; did you mean 'fold-first'?"),
        (["fold-first", "--language", "de"], "language 'de' is not available yet; it can be en, lv"),
        (["fold-first", "--as-of", "May"], "as_of 'May' is not a full date; write year, month and day as 2019-04-30"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_one_clear_line(world, arguments, message):
    done = show(world, *arguments)
    assert (done.exit_code, done.stderr.splitlines()) == (1, [message])


def test_blocks_are_text_in_a_terminal():
    parts = [
        heading(1, "A"),
        paragraph(strong("Long: "), "word " * 10, note("Why.")),
        bullets([[tag("told"), " said ", cite(Citation("one", "p. 3"), Citation("two"))]]),
        paragraph(link("https://a.example", "there"), " ", link("https://b.example")),
    ]
    assert (
        text(parts, width=30)
        == """\
A
=
Long: word word word word word
  word word word word word
  (Why.)
- <told> said [one, p. 3; two]
there (https://a.example)
https://b.example
"""
    )
