"""Seals: a passage is proved without being stored."""

import json
import unicodedata

import pytest
from click.testing import CliRunner
from conftest import DOCUMENTS, EVIDENCE
from hypothesis import given
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


LETTERS = (
    "abcxyzABCXYZāčēģšžĀČĒĢŠŽåøřů0129"
    "ßẞﬁﬀﬆａＢ９ıİſµΩΣσςéÅ"  # what case and compatibility fold
    "\u0301\u0304\u0327\u030c"  # marks that combine with the letter before
    "Жжאعあアかｶﾞㅎᄒΐǅ²½Ⅷ㎏"
)
plain = st.text("abcdeāčēģßﬁＢ9", min_size=1, max_size=6)
word = st.text(LETTERS, min_size=1, max_size=6).filter(
    lambda text: len(seals.normalised(text)) == 1
)
words = st.lists(word, min_size=4, max_size=40)
glue = st.sampled_from(
    [" ", "\n", ", ", " – ", "” “", ".\u00a0", " (", "\t", "; \u200b", "\u3000", "\n\n"]
)
shapes = st.sampled_from([
    *(lambda text, cased=cased: cased(text) if cased(text).casefold() == text.casefold() else text
      for cased in (str.upper, str.lower, str.title)),
    *(lambda text, form=form: unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD")),
    lambda text: "\u00ad".join(text), lambda text: text.replace("fi", "ﬁ"), lambda text: f"“{text}”",
    lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
])  # fmt: skip


def sealed_part(parts, data):
    """The seal of a few words in a row, from anywhere in a text, and where they begin and end."""
    start = data.draw(st.integers(0, len(parts) - 4))
    end = data.draw(st.integers(start + 4, len(parts)))
    made, _ = seals.make(" ".join(parts[start:end]), " ".join(parts))
    return made, start, end


def holds(text, made):
    return bool(seals.places(made, seals.words_of(text)))


@given(words, st.data())
def test_any_wrapping_and_punctuation_keeps_a_seal(parts, data):
    made, _, _ = sealed_part(parts, data)
    assert holds("".join(part + data.draw(glue) for part in parts), made)


@given(words, st.data())
def test_any_spelling_of_the_same_letters_keeps_a_seal(parts, data):
    made, _, _ = sealed_part(parts, data)
    assert holds(" ".join(data.draw(shapes)(part) for part in parts), made)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ﬁsh", "FISH"), ("Straße", "STRASSE"), ("Straẞe", "strasse"), ("ＢｌｕｅＢｏｏｋ９", "bluebook9"),
        ("\u0101", "a\u0304"), ("Ģ", "g\u0327"), ("e\u00ad\u0301", "é"), ("İstanbul", "i\u0307stanbul"),
        ("ſ", "s"), ("Σίσυφος", "ΣΊΣΥΦΟΣ"), ("m\u200b\u2060ap", "map"), ("\u270c\ufe0fhi", "hi"), ("x²", "x2"), ("№", "no"),
    ],
)  # fmt: skip
def test_letters_that_are_the_same_to_a_reader_are_the_same_to_a_seal(one, other):
    assert seals.normalised(one) == seals.normalised(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("a", "ā"), ("i", "ı"), ("o", "ø"), ("o", "0"), ("l", "1"), ("planes", "plane"), ("а", "a"), ("re-do", "redo")],
)  # fmt: skip
def test_letters_that_differ_to_a_reader_differ_to_a_seal(one, other):
    assert seals.normalised(one) != seals.normalised(other)


def near_misses(part):
    """A passage with a word that differs by a letter, is missing, added, or changes places."""
    for n, text in enumerate(part):
        yield [*part[:n], *part[n + 1 :]]
        yield [*part[:n], text, "zu", *part[n + 1 :]]
        yield [*part[:n], f"{text}z", *part[n + 1 :]]
        yield [*part[:n], f"z{text[1:]}", *part[n + 1 :]]
        yield [*part[:n], text[:-1], *part[n + 1 :]]
        yield [*part[:n], *reversed(part[n : n + 2]), *part[n + 2 :]]


@given(
    st.lists(plain, min_size=4, max_size=12),
    st.lists(plain, max_size=6),
    st.lists(plain, max_size=6),
)
def test_a_near_miss_breaks_a_seal(part, before, after):
    made = seals.seal(seals.normalised(" ".join(part)))
    whole = " ".join(seals.normalised(" ".join(part)))
    for changed in near_misses(part):
        text = " ".join([*before, *changed, *after])
        again = f" {whole} " in f" {' '.join(seals.normalised(text))} "
        assert holds(text, made) == again  # a repeated word may make a miss none
    assert holds(" ".join([*before, *part, *after]), made)


@given(st.text())
def test_normalisation_is_stable(text):
    once = seals.normalised(text)
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
        "gone: fold-first, evidence 3, blue-book, block 2; this lesson loses support",
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
    gone_by = {"date": "2026-02-01", "reason": "x"}
    sealed.change("lessons/fly-low.md", **lesson, withdrawn=gone_by)
    sealed.change("practices/paper-planes.md", evidence=gone)
    sealed.change(
        "practices/lone-planes.md", **{**DOCUMENTS["practices/paper-planes.md"], "evidence": gone}
    )
    done = verify(sealed)
    assert (done.exit_code, done.stdout.splitlines()) == (1, [
        "gone: lone-planes, evidence 1, blue-book; this practice loses support; no lesson is built on it",
        "gone: paper-planes, evidence 1, blue-book; this practice loses support; built on it are: fly-far, fold-first",
        "2 seals: 2 gone",
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\n\nL\xe2\xe8plesis", "3: a letter is not UTF-8; save the file as UTF-8 text"),
        (None, " is no plain file; put a text file in its place"),
    ],
)
def test_a_text_that_cannot_be_read_stops_no_other(sealed, content, reason):
    path = sealed.data.parent / "texts" / "red-news.txt"
    path.write_bytes(content) if content else path.mkdir()
    evidence = sealed.records["lessons/fold-first.md"]["evidence"]
    pieces = [evidence[0], evidence[3], {**evidence[3], "at": "block 2"}]
    done = verify(sealed.change("lessons/fold-first.md", evidence=pieces))
    why = f"{path}:{reason}" if content else f"{path}{reason}"
    assert (done.exit_code, done.stdout.splitlines()) == (1, [
        f"unreadable: fold-first, evidence 2, red-news; {why}",
        "unreadable: fold-first, evidence 3, red-news, block 2",
        "3 seals: 1 found, 2 unreadable",
    ])  # fmt: skip
    found = json.loads(verify(sealed, "--json").stdout)["seals"]
    assert [(item["status"], item["reason"]) for item in found] == [
        ("found", None), ("unreadable", why), ("unreadable", why),
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


def test_a_folder_of_texts_that_is_none_is_one_clear_line(sealed):
    done = CliRunner().invoke(main, ["verify", "--texts", "nowhere", "--data", str(sealed.data)])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "nowhere is no folder; give the folder with the sources' texts\n"


@pytest.mark.parametrize("again", ["", f" {PHRASE}, {PHRASE}."])
def test_seal_prints_the_lines_to_paste_and_remarks_on_further_places(tmp_path, again):
    (tmp_path / "a.txt").write_text(TEXT + again, "utf-8")
    done = CliRunner().invoke(main, ["seal", str(tmp_path / "a.txt"), PHRASE])
    made, _ = seals.make(PHRASE, TEXT)
    assert done.stdout == f"at: block 2\nseal: {made.digest}:8\n"
    assert done.stderr == "The phrase also stands in block 3.\n"


def test_a_text_in_another_encoding_is_one_clear_line(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("Viens\nLāčplēsis nāk mājās vakarā".encode("cp1257"))
    done = CliRunner().invoke(main, ["seal", str(path), "nāk mājās vakarā"])
    assert done.stderr == f"{path}:2: a letter is not UTF-8; save the file as UTF-8 text\n"
