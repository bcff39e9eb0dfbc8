"""Seals: a passage is proved without being stored."""

import json

import pytest
from click.testing import CliRunner
from conftest import DOCUMENTS, EVIDENCE
from hypothesis import assume, given
from hypothesis import strategies as st

from kb import seals
from kb.cli import main
from kb.problem import KbError

TEXT = """The pilots of Blue Hall

All pilots fold their planes in the morning, and then they fly them
over the long red river.

In the evening the planes are hung up to dry. All pilots fold their planes
in the morning, and nobody knows why.
"""
PHRASE = "All pilots fold their planes in the morning"


def test_a_phrase_that_stands_twice_is_found_twice():
    made, blocks = seals.make(PHRASE, TEXT)
    assert (made.words, blocks) == (8, [2, 3])


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("their planes in", "their\nplanes\n  in"),
        TEXT.replace("fold their planes", "“fold” ‘their’ «planes»,"),
        TEXT.replace("pilots", "pi\u00adlots"),
        TEXT.upper(),
        TEXT.replace("fi", "ﬁ").replace("All", "\uff21ll"),
        TEXT.replace("\n", "\r\n"),
        "\ufeff" + TEXT,
    ],
)
def test_a_text_wrapped_or_quoted_anew_still_holds_it(text):
    made, _ = seals.make(PHRASE, TEXT)
    assert seals.places(made, seals.words_of(text)) == [2, 3]


@pytest.mark.parametrize(
    ("old", "new"),
    [("fold their", "fold the"), ("fold their", "fold all their"), ("fold their", "their")],
)
def test_one_changed_added_or_missing_word_breaks_it(old, new):
    made, _ = seals.make(PHRASE, TEXT)
    assert seals.places(made, seals.words_of(TEXT.replace(old, new))) == []


words = st.lists(st.text("abcdeāčēģß", min_size=1, max_size=6), min_size=4, max_size=40)
glue = st.sampled_from([" ", "\n", ", ", " – ", "” “", ".\u00a0", " (", "\t", "; \u200b"])


@given(words, st.data())
def test_any_wrapping_and_punctuation_keeps_a_seal(parts, data):
    start = data.draw(st.integers(0, len(parts) - 4))
    length = data.draw(st.integers(4, len(parts) - start))
    made, _ = seals.make(" ".join(parts[start : start + length]), " ".join(parts))
    other = "".join(part + data.draw(glue) for part in parts)
    assert seals.places(made, seals.words_of(other))


@given(words, st.data())
def test_any_changed_word_breaks_a_seal_of_the_whole(parts, data):
    made = seals.seal(seals.normalised(" ".join(parts)))
    where = data.draw(st.integers(0, len(parts) - 1))
    word = data.draw(st.text("fghij", min_size=1, max_size=6))
    assume(word != parts[where])
    changed = [*parts[:where], word, *parts[where + 1 :]]
    assert seals.places(made, seals.words_of(" ".join(changed))) == []


@given(words)
def test_normalisation_is_stable(parts):
    once = seals.normalised(" ".join(parts))
    assert seals.normalised(" ".join(once)) == once


@pytest.mark.parametrize(
    ("phrase", "message"),
    [
        ("", "the phrase has 0 words; give at least 4 in a row"),
        ("  ... ", "the phrase has 0 words; give at least 4 in a row"),
        ("All pilots fold", "the phrase has 3 words; give at least 4 in a row"),
        (
            "All pilots fold their boats",
            "the text does not hold these words in a row; copy the phrase from the text",
        ),
    ],
)
def test_what_cannot_be_sealed_is_one_clear_line(phrase, message):
    with pytest.raises(KbError) as error:
        seals.make(phrase, TEXT)
    assert str(error.value) == message


@pytest.fixture
def sealed(world, tmp_path):
    """The invented world with four seals: found, moved, gone, and one whose text is not held."""
    made, _ = seals.make(PHRASE, TEXT)
    paste = f"{made.digest}:{made.words}"
    evidence = [
        {**EVIDENCE, "at": "block 2", "seal": paste},
        {**EVIDENCE, "at": "block 1", "seal": paste},
        {**EVIDENCE, "at": "block 2", "seal": f"{'0' * 16}:8"},
        {**EVIDENCE, "source": "red-news", "seal": paste},
        EVIDENCE,
    ]
    world.change("lessons/fold-first.md", evidence=evidence)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "blue-book.txt").write_text(TEXT, "utf-8")
    return world


def verify(world, *options):
    texts = world.data.parent / "texts"
    return CliRunner().invoke(
        main, ["verify", "--texts", str(texts), "--data", str(world.data), *options]
    )


def test_verify_says_what_became_of_each_seal(sealed):
    done = verify(sealed)
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "moved: fold-first, evidence 2, blue-book, block 1; now in block 2, change `at`",
        "gone: fold-first, evidence 3, blue-book, block 2; these lessons lose support: fold-first",
        "no text: fold-first, evidence 4, red-news",
        "4 seals: 1 found, 1 gone, 1 moved, 1 no text",
    ]


def test_verify_answers_a_program_in_json(sealed):
    found = json.loads(verify(sealed, "--json").stdout)["seals"]
    assert [item["status"] for item in found] == ["found", "moved", "gone", "no text"]
    assert [item["lessons"] for item in found] == [[], [], ["fold-first"], []]
    assert found[1] == {
        "record": "fold-first", "number": 2, "source": "blue-book", "at": "block 1",
        "status": "moved", "blocks": [2, 3], "lessons": [], "reason": None,
    }  # fmt: skip


def test_a_seal_that_is_gone_from_a_practice_names_the_lessons_built_on_it(sealed):
    lesson = DOCUMENTS["lessons/fold-first.md"]
    gone = [{**EVIDENCE, "seal": f"{'0' * 16}:8"}]
    sealed.change("lessons/fold-first.md", evidence=[EVIDENCE])
    sealed.change("lessons/fly-far.md", **lesson)
    sealed.change("practices/paper-planes.md", evidence=gone)
    sealed.change(
        "practices/lone-planes.md", **{**DOCUMENTS["practices/paper-planes.md"], "evidence": gone}
    )
    done = verify(sealed)
    assert (done.exit_code, done.stdout.splitlines()) == (1, [
        "gone: lone-planes, evidence 1, blue-book; no lesson loses support",
        "gone: paper-planes, evidence 1, blue-book; these lessons lose support: fly-far, fold-first",
        "2 seals: 2 gone",
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"caf\xe9", "'utf-8' codec can't decode byte 0xe9 in position 3: unexpected end of data"),
        (None, None),
    ],
)
def test_a_text_that_cannot_be_read_stops_no_other(sealed, content, reason):
    path = sealed.data.parent / "texts" / "red-news.txt"
    path.write_bytes(content) if content else path.mkdir()
    evidence = sealed.records["lessons/fold-first.md"]["evidence"]
    done = verify(sealed.change("lessons/fold-first.md", evidence=[evidence[0], evidence[3]]))
    why = f"cannot be read ({reason}); save it as UTF-8 text"
    why = why if content else "is no plain file; put a text file in its place"
    assert (done.exit_code, done.stdout.splitlines()) == (1, [
        f"unreadable: fold-first, evidence 2, red-news; {path} {why}",
        "2 seals: 1 found, 1 unreadable",
    ])  # fmt: skip
    found = json.loads(verify(sealed, "--json").stdout)["seals"]
    assert [(item["status"], item["reason"]) for item in found] == [
        ("found", None), ("unreadable", f"{path} {why}"),
    ]  # fmt: skip


def test_verify_is_content_where_nothing_is_gone(sealed):
    evidence = sealed.records["lessons/fold-first.md"]["evidence"]
    assert verify(sealed.change("lessons/fold-first.md", evidence=evidence[:2])).exit_code == 0


def test_a_folder_without_any_of_the_texts_is_a_failure(sealed):
    (sealed.data.parent / "texts" / "blue-book.txt").unlink()
    done = verify(sealed)
    assert (done.exit_code, done.stdout) == (1, "")
    assert (
        "holds none of the sealed texts (blue-book.txt, red-news.txt); give their folder"
        in done.stderr
    )


def test_seal_prints_the_lines_to_paste(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    done = CliRunner().invoke(main, ["seal", str(tmp_path / "a.txt"), PHRASE])
    made, _ = seals.make(PHRASE, TEXT)
    assert done.stdout == f"at: block 2\nat: block 3\nseal: {made.digest}:8\n"
