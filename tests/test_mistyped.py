"""What people mistype: one line each, in plain words, at the line to mend, with what to write."""

import pytest
from conftest import EVIDENCE

from kb.fields import digest_of_texts

PLANES = "practices/paper-planes.md"


def replaced(world, path, old, new):
    """What check says of the world when one piece of a file is typed in another way."""
    text = (world.data / path).read_text("utf-8")
    assert old in text
    return world.write(path, text.replace(old, new, 1)).check()


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("title: Paper planes", "title: In 2006: the goal", "4: a colon stands in this text; put the text in quotes"),
        ("says: It flew.", "says: In 2006: the goal", "11: a colon stands in this text; put the text in quotes"),
        ("title: Paper planes", "title: Paper planes:", "4: a colon stands in this text; put the text in quotes"),
        ("- source: blue-book\n  says: It flew.\n  kind: measured\n  shows: reach", "- {source: blue-book, says: In 2006: the goal, kind: measured, shows: reach}", "10: a colon stands in this text; put the text in quotes"),
        ("source: blue-book", "source: @vit-2006", "10: an @ stands before an id only in a body; write vit-2006 without it"),
        ("source: blue-book", "source: [@vit-2006]", "10: an @ stands before an id only in a body; write vit-2006 without it"),
        ("- source: blue-book\n  says: It flew.\n  kind: measured\n  shows: reach", "- {source: @blue-book, says: It flew, kind: measured, shows: reach}", "10: an @ stands before an id only in a body; write blue-book without it"),
        ("title: Paper planes", "title: `x` y", "4: a text begins with the sign `; put the text in quotes"),
        ("title: Paper planes", "title: %50 more", "4: a text begins with the sign %; put the text in quotes"),
        ("title: Paper planes", "title: *Paper* planes", "4: a text begins with the sign *; put the text in quotes"),
        ("title: Paper planes", "title: & Paper", "4: a text begins with the sign &; put the text in quotes"),
        ("title: Paper planes", "title: * Paper", "4: a text begins with the sign *; put the text in quotes"),
        ("title: Paper planes", "title: > Paper", "4: a text begins with the sign >; put the text in quotes"),
        ("title: Paper planes", "title: | Paper", "4: a text begins with the sign |; put the text in quotes"),
        ("title: Paper planes", "title: >Paper", "4: a text begins with the sign >; put the text in quotes"),
        ("title: Paper planes", "title: @Paper planes", "4: a text begins with the sign @; put the text in quotes"),
        ("title: Paper planes", "title: [Paper] planes", "4: a text begins with a bracket; put the text in quotes"),
        ("title: Paper planes", "title: {Paper} planes", "4: a text begins with a bracket; put the text in quotes"),
        ("title: Paper planes", "title: \"Something\" extra", "4: text stands behind the closing quote; put the whole text in single quotes"),
        ("title: Paper planes", "title: 'It's folded'", "4: text stands behind the closing quote; put the whole text in double quotes"),
        ("title: Paper planes", "title: 'Something' extra", "4: text stands behind the closing quote; put the whole text in double quotes"),
        ("- source: blue-book\n  says: It flew.\n  kind: measured\n  shows: reach", "- {source: blue-book, says: 'It' flew, kind: measured, shows: reach}", "10: text stands behind the closing quote; put the whole text in double quotes"),
        ("- source: blue-book\n  says: It flew.\n  kind: measured\n  shows: reach", "- {source: blue-book, says: > 5 flew, kind: measured, shows: reach}", "10: a text begins with the sign >; put the text in quotes"),
        ("- flying", "– flying", "7: an entry of a list begins with a hyphen and a space; write `- ` here"),
        ("- flying", "• flying", "7: an entry of a list begins with a hyphen and a space; write `- ` here"),
        ("- flying", "-flying", "7: an entry of a list begins with a hyphen and a space; write `- ` here"),
        ("- flying", "* flying", "7: an entry of a list begins with a hyphen and a space; write `- ` here"),
        ("- flying", "  – flying", "6: themes must be a list; write [flying]"),
        ("- flying", "  -flying\n  -swimming", "6: themes must be a list; write [flying, swimming]"),
        ("themes:\n- flying", "themes: - flying", "6: a list begins in a line of its own; write its `- ` below the key"),
        ("- source", "# x\nsource", "11: the dash of this entry is lost; write `- ` before it"),
        ("- source", "\n\nsource", "12: the dash of this entry is lost; write `- ` before it"),
        ("- source: blue-book\n  says: It flew.\n  kind: measured\n  shows: reach", "\n  # x\n  source: blue-book\n  says: It flew.\n  kind: measured\n  shows: reach\n- source: blue-book\n  says: It flew.\n  kind: told\n  shows: reach", "12: the dash of this entry is lost; write `- ` before it"),
        ("themes:\n- flying", "themes: [flying, , swimming]", "6: a comma too many stands here; delete it"),
        ("themes:\n- flying", "themes: [flying, swimming,,]", "6: a comma too many stands here; delete it"),
        ("themes:\n- flying", "themes: {flying, swimming}", "6: a list stands in curly brackets; write [flying, swimming]"),
        ("role: runs", "role: runs\nvalues:\n- metric: visitors\n  value: >2000", "11: a sign stands before the digits; write `qualifier: over`, and digits alone"),
        ("role: runs", "role: runs\nvalues:\n- {metric: visitors, value: > 2000, year: 2018, source: blue-book}", "10: a sign stands before the digits; write `qualifier: over`, and digits alone"),
        ("- source", "source", "10: the dash of this entry is lost; write `- ` before it"),
        ("- source: blue-book\n  says: It flew.\n  kind: measured\n  shows: reach", "  source: blue-book\n  says: It flew.\n  kind: measured\n  shows: reach\n- source: blue-book\n  says: It flew.\n  kind: told\n  shows: reach", "10: the dash of this entry is lost; write `- ` before it"),
        ("- source: blue-book\n  says: It flew.\n  kind: measured\n  shows: reach", "- source: blue-book\n  says: It flew.\n  kind: measured\n  shows: reach\nsource: blue-book\n  says: It flew.\n  kind: measured\n  shows: reach", "14: the dash of this entry is lost; write `- ` before it"),
        ("- source: blue-book\n  says: It flew.\n  kind: measured\n  shows: reach", "- source: blue-book\n  says: It flew.\n  kind: measured\n  shows: reach\n  source: blue-book\n  says: It flew.\n  kind: measured\n  shows: reach", "14: another entry begins here; write `- ` before it"),
        ("- source: blue-book\n  says: It flew.\n  kind: measured\n  shows: reach", "source: blue-book\nsays: It flew.\nkind: measured\nshows: reach", "9: evidence has no value; indent the lines below that belong to it"),
        ("  kind: measured", "   kind: measured", "12: this line is not indented as the others are; begin it where they begin"),
        ("  kind: measured", " kind: measured", "12: this line is not indented as the others are; begin it where they begin"),
        ("  kind: measured", "kind: measured", "12: this line is not indented as the others are; begin it where they begin"),
        ("  says", "says", "11: this line is not indented as the others are; begin it where they begin"),
        ("  shows", "    shows", "13: this line is not indented as the others are; begin it where they begin"),
        ("role: runs", " role: runs", "8: this line is not indented as the others are; begin it where they begin"),
        ("role: runs", "role: runs\n- x", "9: an entry of a list stands here, but no list; delete the dash, or write the list's key above it"),
        ("title: Paper planes", "- title: Paper planes", "4: an entry of a list stands here, but no list; delete the dash, or write the list's key above it"),
        ("themes:\n- flying", "themes:\n  - flying\n - swimming", "8: this line is not indented as the others are; begin it where they begin"),
        ("  kind: measured", "\u00a0\u00a0kind: measured", "12: a no-break space stands before this line; write plain spaces in its place"),
        ("title: Paper planes", "title:\u00a0Paper planes", "4: a no-break space follows the colon; write a plain space in its place"),
        ("title: Paper planes", "TITLE: Paper planes", "4: unknown key 'TITLE'; did you mean 'title'?"),
        ("added: '2026-01-02'", "ADDED: 2026-01-02", "2: unknown key 'ADDED'; did you mean 'added'?"),
        ("title: Paper planes", "\u00a0title: Paper planes", "4: unknown key ' title' (with a no-break space); did you mean 'title'?"),
        ("title: Paper planes", "title: \"C:\\path\"", "4: a backslash stands in double quotes; write single quotes, or two backslashes"),
        ("title: Paper planes", "...\ntitle: Paper planes", "4: a line `...` ends the text here; delete it"),
        ("title: Paper planes", "title: Paper planes\n...", "5: a line `...` ends the text here; delete it"),
        ("title: Paper planes", "%YAML 1.2\ntitle: Paper planes", "4: a line that begins with % is a command here; delete it, or put the text in quotes"),
        ("themes:\n- flying", "themes: [flying}", "6: a comma or bracket is missing in this line; add it"),
        ("role: runs", "role: runs\nvalues:\n- {metric: visitors, value: 10,5, year: 2018, source: blue-book}", "10: a comma parts entries here, but '5' is no `key: value`; put a text with commas in quotes, give a decimal a point"),
        ("role: runs", "role: runs\nvalues:\n- {metric: visitors, value: 10, scope: Children, at birthdays, year: 2018, source: blue-book}", "10: a comma parts entries here, but 'at birthdays' is no `key: value`; put a text with commas in quotes, give a decimal a point"),
        ("- source: blue-book\n  says: It flew.\n  kind: measured\n  shows: reach", "- {source blue-book, says: It flew, kind: measured, shows: reach}", "10: no colon and space follow the key in 'source blue-book'; write `key: value`"),
        ("- source: blue-book\n  says: It flew.\n  kind: measured\n  shows: reach", "- {source:blue-book, says: It flew, kind: measured, shows: reach}", "10: no colon and space follow the key in 'source:blue-book'; write `key: value`"),
    ],
)  # fmt: skip
def test_what_cannot_be_parsed_is_told_in_plain_words(world, old, new, problem):
    assert replaced(world, PLANES, old, new) == [f"{PLANES}:{problem}"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("title: Paper planes", "title:", "4: title has no value; write one"),
        ("role: runs", "role:", "8: role has no value; write one"),
        ("themes:\n- flying", "themes: ''", "6: themes has no value; write one"),
        ("themes:\n- flying", "themes: ' '", "6: themes has no value; write one"),
        ("role: runs", "role: runs\nperiod:", "9: period has no value; write one or delete the line"),
        ("role: runs", "role: runs\nvalues:", "9: values has no value; write one or delete the line"),
        ("shows: reach", "shows: reach\n  at: ~", "14: evidence 1 at has no value; write one or delete the line"),
        ("role: runs", "role: runs\nfollows:\nlesson: fold-first\ninferred: x", "9: follows has no value; indent the lines below that belong to it"),
        ("added: '2026-01-02'", "added: 2026-02-30", "2: added '2026-02-30' is no day of the calendar; correct it"),
        ("role: runs", "role: runs\nperiod: 2026-02-30", "9: period '2026-02-30' is no day of the calendar; correct it"),
        ("title: Paper planes", "title: ''", "4: title is empty; write a text"),
        ("role: runs", "role: runs\nrun_by: ''", "9: run_by is empty; write a text or delete the line"),
        ("- flying", "- flying\n-", "8: themes 2 has no value; write one or delete the line"),
        ("role: runs", "role: runs\nrevised: 2026-01-25", "9: revised must be a list; write entries like `- {date: ..., what: ...}` below it"),
        ("themes:\n- flying", "themes: (flying, swimming)", "6: themes must be a list; write [flying, swimming]"),
        ("themes:\n- flying", "themes: flying, swimming]", "6: themes must be a list; write [flying, swimming]"),
        ("source: blue-book", "source: [blue-book, red-news]", "10: evidence 1 source must be one text; write `source: blue-book`, and another entry for each of the others"),
        ("partner: blue-hall", "partner: [blue-hall, home-hall]", "3: partner must be one text; write `partner: blue-hall`"),
        ("role: runs", "role: runs\nwithdrawn: 2026-01-25", "9: withdrawn must be `key: value` lines; write `withdrawn: {date: ..., reason: ...}`"),
        ("role: runs", "role: runs\nfollows: fold-first", "9: follows must be `key: value` lines; write `follows: {lesson: ..., inferred: ...}`"),
        ("- source: blue-book\n  says: It flew.\n  kind: measured\n  shows: reach", "- source: blue-book\n- says: It flew.\n- kind: measured\n- shows: reach", "11: a dash begins another entry; write one only before the first line of each, indent the rest"),
        ("role: runs", "role: *x", "8: '*x' is no plain text; write it out, or quote it"),
        ("partner: blue-hall", "partner: *x", "3: '*x' is no plain text; write it out, or quote it"),
        ("role: runs", "<<: *x\nrole: runs", "8: '*x' is no plain text; write it out, or quote it"),
        ("- source: blue-book\n  says: It flew.\n  kind: measured\n  shows: reach", "- <<: *x", "10: '*x' is no plain text; write it out, or quote it"),
        ("title: Paper planes", "title: yes", "4: yes means true to other programs; put it in quotes"),
        ("title: Paper planes", "title: =", "4: = is no text to other programs; put it in quotes"),
        ("- flying", "- fly\u00a0ing", "7: theme 'fly ing' (with a no-break space) is not in data/themes.yaml; did you mean 'flying'?"),
        ("added: '2026-01-02'", "added: 25.11.2025", "2: added '25.11.2025' is not a full date; write 2025-11-25"),
        ("added: '2026-01-02'", "added: 2026-1-2", "2: added '2026-1-2' is not a full date; write 2026-01-02"),
        ("role: runs", "---\nrole: runs", "8: a line --- stands inside the front matter; delete it"),
        ("- source", "---\n- source", "10: a line --- stands inside the front matter; delete it"),
        ("They flew [@blue-book].", "They flew [@blue-book].\n\n---\nadded: 2026-01-02\ntitle: More\n---\n", "19: a second record begins here; move it to a file of its own"),
    ],
)  # fmt: skip
def test_the_remedy_works_when_it_is_followed(world, old, new, problem):
    assert replaced(world, PLANES, old, new) == [f"{PLANES}:{problem}"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("**Results**\n\nA [@blue-book].", "15: a bold line is no heading; write `## Results`"),
        ("Results\n\nA [@blue-book].", "15: a heading lacks its signs; write `## Results`"),
        (" ## Results\n\nA [@blue-book].", "15: heading ' ## Results' has the wrong form; write `## Results`"),
        ("##\u00a0Results\n\nA [@blue-book].", "15: heading '## Results' (with a no-break space) has the wrong form; write `## Results`"),
        ("##\n\nA [@blue-book].", "15: a heading without words; write them behind the ##"),
        ("## Results ##\n\nA [@blue-book].", "15: heading '## Results ##' has the wrong form; write `## Results`"),
        ("Results\n---\n\nA [@blue-book].", "15: an underlined line is no heading; write `## Results` in place of both"),
        ("Results\n=======\n\nA [@blue-book].", "15: an underlined line is no heading; write `## Results` in place of both"),
        ("## Results\n\nA [@blue-book].\n\n**Difficulties**\n\nB [@blue-book].", "19: a bold line is no heading; write `## Difficulties`"),
        ("## Results\n\nA [@blue-book].\nDifficulties\n----\nB [@blue-book].", "18: an underlined line is no heading; write `## Difficulties` in place of both"),
        ("## Results\n\n---\n\nA [@blue-book].", "17: a line of - stands here; delete it"),
        ("## Results\n\n<!-- x\n\ny -->\n\nA [@blue-book].", "17: a comment stands here; delete it"),
        ("## Results\n\n• one\n• two\n", "17: a list stands here; write sentences instead"),
        ("## Results\n\n- one\n\n- two\n", "17: a list stands here; write sentences instead"),
        ("## Results\n\n1. One\n2. Two\n", "17: a list stands here; write sentences instead"),
        ("## Results\n\n1. one\n   goes on\n2. two\n3. three\n", "17: a list stands here; write sentences instead"),
        ("## Results\n\n– one\n– two\n", "17: a list stands here; write sentences instead"),
        ("## Results\n\nThey flew:\n- one\n- two\n", "18: a list stands here; write sentences instead"),
        ("## Results\n\nThey flew:\n• one\n• two\n", "18: a list stands here; write sentences instead"),
        ("### Resluts\n\nA [@blue-book].", "15: heading '### Resluts' has the wrong form; write `## Results`"),
        ("##Resluts\n\nA [@blue-book].", "15: heading '##Resluts' has the wrong form; write `## Results`"),
        ("## RESULTS\n\nA [@blue-book].", "15: heading 'RESULTS' is not known; did you mean 'Results'?"),
        ("**Resluts**\n\nA [@blue-book].", "15: a bold line is no heading; write `## Results`"),
        ("Resluts\n---\n\nA [@blue-book].", "15: an underlined line is no heading; write `## Results` in place of both"),
        ("## Results\n\n1) one\n", "17: a list stands here; write sentences instead"),
        ("## Results\n\n<table>\n<tr><td>x</td></tr>\n</table>\n", "17: HTML stands here; write sentences instead"),
        ("## Results\n\n| a | b |\n|---|---|\n", "17: a table stands here; write sentences instead"),
        ("## Results\n\n> a quote\n", "17: a quotation stands here; write sentences instead"),
        ("## Results\n\n```\ncode\n\ncode\n```\n", "17: code stands here; write sentences instead"),
        ("plain text\n\nmore [@blue-book].", "15: text before the first heading; put a line like `## Context` above it"),
        ("## Results\n\nOne [blue-book].", "17: '[blue-book]' is no citation; write [@blue-book]"),
        ("## Results\n\nOne (@blue-book) two [@blue-book].", "17: '(@blue-book)' is no citation; write [@blue-book]"),
        ("## Results\n\nOne [@blue-book], two @blue-book.", "17: '@blue-book' is no citation; write [@blue-book]"),
        ("## Results\n\nOne @blu-book.", "17: '@blu-book' is no citation; write [@blue-book]"),
        ("## Results\n\nOne @anybody.", "17: the paragraph does not end with a citation; add one like [@source-id]"),
        ("## Results\n\nOne [see @blue-book, p. 3].", "17: '[see @blue-book, p. 3]' is no citation; write [@blue-book, p. 3]"),
        ("## Results\n\nOne (see @blue-book, p. 3).", "17: '(see @blue-book, p. 3)' is no citation; write [@blue-book, p. 3]"),
        ("## Results\n\nOne (@blue-book).", "17: '(@blue-book)' is no citation; write [@blue-book]"),
        ("## Results\n\nOne @blue-book.", "17: '@blue-book' is no citation; write [@blue-book]"),
        ("## Results\n\nOne [ @blue-book].", "17: '[ @blue-book]' is no citation; write [@blue-book]"),
        ("## Results\n\nOne [@blue-book p. 3].", "17: a citation has another form; write [@one], or [@one, p. 3; @two]"),
    ],
)  # fmt: skip
def test_what_is_no_sentence_or_citation_is_named(world, body, problem):
    assert world.change(PLANES, body=body).check() == [f"{PLANES}:{problem}"]


@pytest.mark.parametrize(
    "text",
    ["So [sic] in [the] hall of [Opava] in [2019], with [COVID-19] and a [blue-book] [@blue-book].",
     "Ask @dic_lv, (@opava) or @blue_hall [@blue-book].", "1. maijā sāka.\n2. maijā beidza [@blue-book].",
     "It grew by\n– 5 % of all,\nthen by\n- 5 %,\n+ 5 % and\n> 5 % [@blue-book].", "– 5 % was\nthe change [@blue-book].",
     "1. septembrī [sic] they flew [@blue-book].", "They – all\n– flew [@blue-book].", "Ask @anybody or me@b.org [@blue-book].",
     "**All** of them [flew](https://a.example) [@blue-book].", "They flew <https://a.example> [@blue-book]."],
)  # fmt: skip
def test_what_only_looks_so_is_a_sentence(world, text):
    assert world.change(PLANES, body=f"## Results\n\n{text}\n").check() == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "practices/paper-planes.md",
            "practices/Paper-Planes.md",
            "practices/Paper-Planes.md:2: id 'Paper-Planes' is not allowed; use 3 to 60 of a-z, 0-9 and -, and no device name of Windows",
        ),
        (
            "practices/paper-planes.md",
            "practices/paper_planes.md",
            "practices/paper_planes.md:2: id 'paper_planes' is not allowed; use 3 to 60 of a-z, 0-9 and -, and no device name of Windows",
        ),
        (
            "practices/paper-planes.md",
            "practices/paper-planes.txt",
            "practices/paper-planes.txt:1: a practice must be called paper-planes.md; rename this file, or move it out of the data folder",
        ),
        (
            "practices/paper-planes.md",
            "practices/paper-planes.md.bak",
            "practices/paper-planes.md.bak:1: a practice must be called paper-planes.md; rename this file, or move it out of the data folder",
        ),
        (
            "practices/paper-planes.md",
            "practices/Paper-planes.MD",
            "practices/Paper-planes.MD:1: a practice must be called paper-planes.md; rename this file, or move it out of the data folder",
        ),
        ("practices", "practises", "practises:1: no records are read here; rename it to practices"),
        ("partners", "Partners", "Partners:1: no records are read here; rename it to partners"),
        ("lessons", "Lessons", "Lessons:1: no records are read here; rename it to lessons"),
        (
            "sources.yaml",
            "sources.yml",
            "sources.yml:1: this file is not read; rename it to sources.yaml",
        ),
        (
            "sources.yaml",
            "source.yaml",
            "source.yaml:1: this file is not read; rename it to sources.yaml",
        ),
    ],
)
def test_a_file_or_folder_that_is_called_otherwise_is_one_line(world, old, new, problem):
    (world.data / old).rename(world.data / new)
    assert world.check() == [problem]


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("practices/paper-planes.lt.md", "1: no translation into 'lt' is read; translations are only called paper-planes.lv.md, so rename or move this file"),
        ("practices/paper-planes.LV.md", "1: the translation must be called paper-planes.lv.md; rename this file, or move it out of the data folder"),
        ("practices/paper-planes.md.bak", "1: paper-planes.md stands beside this file, which is not read; move it out of the data folder"),
        ("practices/paper-planes.txt", "1: paper-planes.md stands beside this file, which is not read; move it out of the data folder"),
        ("practices/paper-planes-lv.md", "1: a translation must be called paper-planes.lv.md; rename this file"),
        ("practices/new-thing.txt", "1: a practice must be called new-thing.md; rename this file, or move it out of the data folder"),
    ],
)  # fmt: skip
def test_a_file_beside_a_record_says_what_it_should_be_called(world, path, problem):
    world.write(path, "---\nof: 2cabf8960d12cc53\ntranslated_by: machine\n---\n")
    assert world.check() == [f"{path}:{problem}"]


@pytest.mark.parametrize(
    ("path", "old", "new", "problem"),
    [
        ("sources.yaml", "id: blue-book", "id: Blue-Book", "sources.yaml:2: id 'Blue-Book' is not allowed; use 3 to 60 of a-z, 0-9 and -, and no device name of Windows"),
        ("sources.yaml", "  voice: Blue Hall", "  voice: Blue Hall\n  note:", "sources.yaml:8: note has no value; write one or delete the line"),
        ("lessons/fold-first.md", "polarity: worked", "polarity: worked\nnot_when: ~", "lessons/fold-first.md:6: not_when has no value; write one or delete the line"),
        ("sources.yaml", "  URL:", "  url:", "sources.yaml:9: unknown key 'url'; did you mean 'URL'?"),
        ("sources.yaml", "id: blue-book", "id: blue_book", "sources.yaml:2: id 'blue_book' is not allowed; use 3 to 60 of a-z, 0-9 and -, and no device name of Windows"),
        ("sources.yaml", "- id: blue-book\n  type", "- type", "sources.yaml:2: key 'id' is missing; add a line `id: ...`"),
        ("sources.yaml", "- id: red-news\n", "", "sources.yaml:10: another entry begins here; write `- ` before it"),
        ("sources.yaml", "- id: blue-book\n", "", "sources.yaml:2: the dash of this entry is lost; write `- ` before it"),
        ("sources.yaml", "- id: red-news", "  id: red-news", "sources.yaml:10: another entry begins here; write `- ` before it"),
        ("sources.yaml", "id: red-news", "id: blue-book", "sources.yaml:10: id 'blue-book' is already taken by sources.yaml:2; choose another"),
        ("themes.yaml", "id: swimming", "id: paper-planes", "practices/paper-planes.md:2: id 'paper-planes' is already taken by themes.yaml:9; rename this file"),
        ("themes.yaml", "  label:", "   label:", "themes.yaml:3: this line is not indented as the others are; begin it where they begin"),
    ],
)  # fmt: skip
def test_a_vocabulary_that_lost_an_entry_is_one_line(world, path, old, new, problem):
    assert replaced(world, path, old, new) == [problem]


@pytest.mark.parametrize(
    ("name", "key"), [("sources", "references"), ("themes", "themes"), ("metrics", "metrics")]
)
def test_an_empty_vocabulary_is_one_line(world, name, key):
    message = f"no {name[:-1]} stands here, but records name some; write them into this file"
    assert world.change(f"{name}.yaml", **{key: []}).check() == [f"{name}.yaml:1: {message}"]


def test_text_under_a_lesson_is_one_line(world):
    text = (world.data / "lessons/fold-first.md").read_text("utf-8")
    message = "a lesson has no body; move this text into its fields"
    found = world.write("lessons/fold-first.md", f"{text}\nSome.\n\nMore.\n").check()
    assert found == [f"lessons/fold-first.md:17: {message}"]


def test_a_wrong_id_of_our_own_centre_is_one_line(world):
    world.change(PLANES, partner="home-hall", follows={"lesson": "fold-first", "inferred": "x"})
    assert world.change("base.yaml", ours="home").check() == [
        "base.yaml:5: partner 'home' has no file data/partners/home.md; did you mean 'home-hall'?"
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("title: Paper planes", "title: Paper planes #1 of all", "4: '#1 of all' is a comment here; quote the text, or put a space behind the #"),
        ("title: Paper planes", "title: no", "4: no means false to other programs; put it in quotes"),
        ("## Results", "## Xyz", "15: heading 'Xyz' is not known; it can be Context, Difficulties, Further reading, How it works, Problem, Resources, Results, Success factors, Transfer, Who takes part"),
        ("They flew [@blue-book].", "They flew [@blue-book].\n\n## Results\n\nMore [@blue-book].", "19: heading 'Results' stands twice; join the two parts"),
        ("They flew [@blue-book].", "They flew [@blue-book].\n\nMore.", "19: the paragraph does not end with a citation; add one like [@source-id]"),
        ("[@blue-book]", "[@blu-book]", "17: source 'blu-book' is not in data/sources.yaml; did you mean 'blue-book'?"),
        ("  kind: measured\n  shows: reach\n", "  kind: measured\n  shows: reach\n  source: red-news\n  says: More.\n", "14: another entry begins here; write `- ` before it"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_record_is_none_in_its_translation(world, old, new, problem):
    digest = digest_of_texts(world.load().practices["paper-planes"])
    texts = "title: Papīra\nsummary: Saloka.\nevidence:\n- says: Tā.\n"
    body = "## Rezultāti\n\nTās lidoja [@blue-book].\n"
    lv = f"---\nof: {digest}\ntranslated_by: machine\n{texts}---\n{body}"
    assert world.write("practices/paper-planes.lv.md", lv).check() == []
    assert replaced(world, PLANES, old, new) == [f"{PLANES}:{problem}"]


def test_an_id_twice_is_one_line_though_another_is_lost(world):
    world.change(PLANES, evidence=[{**EVIDENCE, "source": "red-news"}])
    found = replaced(world, "sources.yaml", "id: red-news", "id: blue-book")
    message = "id 'blue-book' is already taken by sources.yaml:2; choose another"
    assert found == [f"sources.yaml:10: {message}"]


def test_a_list_in_a_record_hides_no_other_mistake_and_no_translation_follows(world):
    world.write("practices/paper-planes.lv.md", "---\nof: abc\ntranslated_by: machine\n---\n")
    body = "## Results\n\n- one\n\nThey flew [@blu-book].\n"
    assert world.change(PLANES, body=body, themes=["flyin"]).check() == [
        f"{PLANES}:7: theme 'flyin' is not in data/themes.yaml; did you mean 'flying'?",
        f"{PLANES}:17: a list stands here; write sentences instead",
        f"{PLANES}:19: source 'blu-book' is not in data/sources.yaml; did you mean 'blue-book'?",
    ]
