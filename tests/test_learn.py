"""Questions made from records: on the real data each has one right answer; what is missed returns."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import DOCUMENTS, World, reported
from reporting import fuller

import kb
from kb import learn, paths
from kb.appraise import LEVELS, REMEDIES, appraised, case_of, certainty
from kb.blocks import ids_in
from kb.choices import CLAIMS, source_line
from kb.language import languages
from kb.panel import Controls
from kb.plain import inline_text, text
from kb.problem import KbError
from kb.progress import Mark, Progress
from kb.question import Question, shuffled
from kb.stems import SIMPLE_WORDS, stems
from kb.stems import words as words_in
from kb.weighing import NOT_RAISED
from kb.wording import PARTS, POLARITIES, RAISES, organisation, words

ROOT = Path(__file__).parents[1]
DAY = date(2026, 5, 1)


@pytest.fixture(scope="module")
def bases():
    whole = kb.load(ROOT / "data")
    return {code: whole.slice(language=code) for code in languages()}


@pytest.fixture(scope="module")
def asked(bases):
    """Every question of every path, with the base in its language."""
    return [
        (question, base)
        for base in bases.values()
        for path in paths.PATHS
        for question in learn.questions(base, path, seed=3)
    ]


def options(question):
    return [inline_text(option) for option in question.options]


def chosen(question):
    """The options in the order of the answer."""
    return [options(question)[question.letters.index(letter)] for letter in question.answer]


# Unambiguous, of the real data


def test_every_question_can_be_answered_in_one_way(asked):
    assert len(asked) > 800
    for question, base in asked:
        assert question.is_answer(question.answer), question.id
        assert len(set(options(question))) == len(question.options), question.id
        assert RIGHT[question.kind](question, base), question.id


def subject(question):
    return question.id.partition(":")[2].partition("/")[0]


def owner_is_one(question, base):
    [own] = [x for x in base.partners.values() if x.id == base.practices[subject(question)].partner]
    return chosen(question) == [own.name]


def part_is_one(question, base):
    role = base.practices[subject(question)].role
    return chosen(question) == [words(base)(PARTS[role])]


def lesson_is_one(question, base):
    [practice] = [id for id in question.records if id in base.practices]
    known = {inline_text(x): x for x in options(question)}
    drawn = {x.statement for x in base.lessons.values() if practice in x.practices}
    right = [text for text in known if any(text.startswith(statement) for statement in drawn)]
    return right == chosen(question)


def source_is_one(question, base):
    practice = base.practices[question.records[0]]
    cited = {x.source for x in practice.evidence}
    drawn = [lesson for lesson in base.lessons.values() if practice.id in lesson.practices]
    cited |= {item.source for lesson in drawn for item in lesson.evidence}
    lines = {inline_text(source_line(base.sources[id], base)) for id in cited}
    return [line for line in options(question) if line in lines] == chosen(question)


def claim_is_one(question, base):
    """The claim is what the evidence that stands in the question shows."""
    record = base.documents()[subject(question)]
    [item] = [x for x in record.evidence if x.says in inline_text(question.prompt)]
    return chosen(question) == [words(base)(CLAIMS[item.shows])] and item.stance == "supports"


def limit_is_one(question, base):
    lesson, field = base.lessons[subject(question)], question.id.rpartition("/")[2]
    return chosen(question)[0].startswith(getattr(lesson, field))


def certainty_is_one(question, base):
    level = certainty(base.lessons[subject(question)], base).level
    return options(question)[level] in chosen(question) and len(question.options) == len(LEVELS)


def one_remedy_raises(question, base):
    """Each option is done to the case, and counted anew."""
    case = case_of(base.whole.lessons[subject(question)], base.whole)
    names = {words(base)(text): remedy for remedy, text in RAISES.items()}
    level, change = appraised(case).level, dict(REMEDIES)
    raising = [x for x in options(question) if appraised(change[names[x]](case)).level > level]
    odd = inline_text(question.prompt[:1]).strip() == words(base)(NOT_RAISED, lesson="").strip()
    return ([x for x in options(question) if x not in raising] if odd else raising) == chosen(
        question
    )


def levels_rise(question, base):
    levels = [certainty(base.lessons[id], base).level for id in question.records]
    statements = [base.lessons[id].statement for id in question.records]
    told = all(a.startswith(b) for a, b in zip(chosen(question), statements, strict=True))
    return told and levels == sorted(set(levels))


def years_rise(question, base):
    years = [base.practices[id].period.year for id in question.records]
    return years == sorted(set(years)) and None not in years and len(years) == 3


def themes_fit_once(question, base):
    practices = [base.practices[id] for id in question.records if id in base.practices]
    themes = [id for id in question.records if id in base.themes]
    fits = [[theme in practice.themes for practice in practices] for theme in themes]
    return fits == [[a == b for b in range(3)] for a in range(3)]


def figures_differ(question, base):
    metric, *partners = question.records
    known = {
        id: {v.value for v in base.partners[id].values if v.metric == metric} for id in partners
    }
    counts = Counter(value for values in known.values() for value in values)
    return set(counts.values()) <= {1} and len(question.options) == len(partners)


RIGHT = {
    "owner": owner_is_one, "part": part_is_one, "claim": claim_is_one, "lesson": lesson_is_one,
    "limit": limit_is_one, "source": source_is_one, "certainty": certainty_is_one, "raise": one_remedy_raises, "surest": levels_rise,
    "years": years_rise, "themes": themes_fit_once, "figures": figures_differ,
}  # fmt: skip


# Not to be guessed


def most_words_in_common(question, texts):
    asked = set(stems_of(inline_text(question.prompt)))
    return [len(asked & set(stems_of(text))) for text in texts]


def stems_of(text):
    found = (word.text for word in words_in(text))
    return (stems(x)[0] for x in found if len(x) >= 3 and x not in SIMPLE_WORDS)


STRATEGIES = {
    "most words in common": (most_words_in_common, {"en": 0.5, "lv": 0.67}),
    "the longest": (lambda _, texts: [len(x) for x in texts], {"en": 0.5, "lv": 0.5}),
    "the shortest": (lambda _, texts: [-len(x) for x in texts], {"en": 0.6, "lv": 0.6}),
    "the first": (lambda _, texts: [-n for n in range(len(texts))], {"en": 0.5, "lv": 0.5}),
}
CHANCE = {kind: 0.2 if kind == "certainty" else 1 / 3 for kind in RIGHT}


@pytest.fixture(scope="module")
def often(bases):
    """The questions with one option to choose, as several seeds make them, by their language."""
    return {
        code: [
            question
            for seed in range(5)
            for question in {x.id: x for p in paths.PATHS for x in learn.questions(base, p, seed)}.values()
            if question.form == "choose"
        ]
        for code, base in bases.items()
    }  # fmt: skip


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("language", languages())
def test_no_kind_is_answered_without_reading_it(often, language, strategy):
    """What a guesser gets right of each kind with one option to choose; a tie counts in part."""
    best, bounds = STRATEGIES[strategy]
    found = {}
    for question in often[language]:
        scores = best(question, options(question))
        tops = [n for n, score in enumerate(scores) if score == max(scores)]
        hit = question.letters.index(question.answer) in tops
        found.setdefault(question.kind, []).append(hit / len(tops))
    rates = {kind: sum(hits) / len(hits) for kind, hits in found.items()}
    assert {kind: rate for kind, rate in rates.items() if rate > bounds[language]} == {}
    each = ", ".join(f"{kind} {rate - CHANCE[kind]:+.2f}" for kind, rate in sorted(rates.items()))
    reported.append(f"guessing by {strategy}, {language}, over chance: {each}")


@pytest.mark.parametrize("kind", ["claim", "part", "raise", "certainty"])
def test_no_option_is_right_wherever_it_stands(often, kind):
    """Nor is one the only one that ever is."""
    offered, right = Counter(), Counter()
    for question in often["en"]:
        if question.kind == kind:
            offered.update(options(question))
            right.update(chosen(question))
    rates = {option: right[option] / count for option, count in offered.items() if count > 9}
    assert {option: rate for option, rate in rates.items() if rate > 0.65} == {}
    assert len([option for option, rate in rates.items() if rate]) >= 3


def test_what_the_certainty_rests_on_stands_in_the_question(asked):
    """Two lessons of which the same is told are as certain as each other: nothing else counts."""
    for question, base in asked:
        if question.kind in ("certainty", "raise"):
            lesson = base.lessons[subject(question)]
            case = case_of(lesson, base.whole)
            told = " ".join(inline_text(line) for line in question.given)
            assert words(base)(POLARITIES[lesson.polarity]) in told
            marked = told.count(f"({words(base)('runs it or pays for it')})")
            assert marked >= sum(case.is_interested(voice) for voice, _ in case.evidence)
            for name, _ in case.repeated_by:
                assert organisation(name, base) in told
            for item in lesson.evidence:
                assert item.says in told


def test_every_question_gives_its_reason_with_a_source_and_rests_on_records(asked):
    for question, base in asked:
        known = {record.id for record in base.records()}
        assert set(question.records) <= known
        assert set(ids_in(question.reason)) & set(base.sources), question.id
        assert text(question.reason).strip()


def test_every_path_has_every_kind_and_together_they_reach_nearly_everything(bases):
    base = bases["en"]
    reached = set()
    for path in paths.PATHS:
        found = learn.questions(base, path)
        assert {x.kind for x in found} == set(RIGHT)
        assert len(found) > 100
        assert len({x.id for x in found}) == len(found)
        reached |= {id for question in found for id in question.records}
    for kind in (base.practices, base.lessons):
        assert len(reached & set(kind)) / len(kind) > 0.9


def test_both_languages_ask_the_same(bases):
    for path in paths.PATHS:
        found = [[(x.id, x.answer) for x in learn.questions(b, path, 2)] for b in bases.values()]
        assert found[0] == found[1]


def test_a_seed_always_gives_the_same_and_another_gives_other_options(bases):
    first, again, other = (learn.questions(bases["en"], "educator", seed) for seed in (1, 1, 2))
    assert first == again
    assert [x.id for x in first] == [x.id for x in other]
    assert [x.options for x in first] != [x.options for x in other]


def test_the_themes_of_every_path_are_in_the_data(bases):
    for path in paths.PATHS.values():
        assert set(path.themes) <= set(bases["en"].themes)


def test_an_unknown_path_is_named_with_the_one_that_was_meant(bases):
    with pytest.raises(KbError, match=r"there is no path 'educater'; did you mean 'educator'\?"):
        learn.questions(bases["en"], "educater")


# In the invented world


def test_no_question_comes_from_a_draft(world: World):
    base = fuller(world).load()
    assert any("swim-far" in x.records for x in learn.questions(base.slice(), "educator"))
    world.change("lessons/swim-far.md", draft=True)
    world.change("practices/long-swim.md", draft=True)
    part = world.load().slice()
    found = [x for path in paths.PATHS for x in learn.questions(part, path)]
    assert not {"half-said", "swim-far", "long-swim"} & {id for x in found for id in ids_in(list(x.options)) }  # fmt: skip
    assert not {"half-said", "swim-far", "long-swim"} & {id for x in found for id in x.records}


def test_options_are_shuffled_and_the_letters_lead_back():
    items, answer = shuffled("an id", 5, ["one", "two", "three"])
    assert [items["abc".index(letter)] for letter in answer] == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("given", "is_answer", "is_right"),
    [("ba", True, True), ("B, A", True, True), ("ab", True, False), ("b", False, False),
     ("bc", False, False), ("bb", False, False), ("...", False, False)],
)  # fmt: skip
def test_an_answer_is_a_row_of_letters_however_it_is_spaced(given, is_answer, is_right):
    question = Question("x", "years", "order", (), (("one",), ("two",)), "ba", (), ())
    assert (question.is_answer(given), question.is_right(given)) == (is_answer, is_right)


# What was missed comes back


def question_of(world: World):
    base = world.load().slice()
    return next(x for x in learn.questions(base, "educator") if x.kind == "certainty"), base


def test_what_was_missed_comes_back_after_growing_intervals(world: World):
    question, base = question_of(fuller(world))
    day, kept, waits = DAY, Progress(), []
    for right in (False, True, True, True):
        kept = learn.answered(kept, question, right, base, day)
        due = kept.questions[question.id].due
        waits.append(due and (due - day).days)
        day = due or day
    assert waits == [1, 2, 4, None]


@pytest.mark.parametrize(("before", "right", "box"), [(None, True, None), (2, False, 0)])
def test_what_is_known_at_once_does_not_come_back_and_a_miss_begins_anew(world, before, right, box):
    question, base = question_of(fuller(world))
    marks = {} if before is None else {question.id: Mark(day=DAY, box=before, due=DAY)}
    kept = learn.answered(Progress(questions=marks), question, right, base, DAY)
    assert kept.questions[question.id].box == box


def test_what_was_missed_is_asked_first_on_its_day_and_not_before(world: World):
    question, base = question_of(fuller(world))
    found = [x for x in learn.questions(base, "educator") if x.id != question.id] + [question]
    kept = learn.answered(Progress(), question, False, base, DAY)
    today, tomorrow = (
        learn.to_ask(kept, found, base, day, 99) for day in (DAY, DAY + timedelta(days=1))
    )
    assert question not in today
    assert tomorrow[0] == question
    assert learn.next_day(kept) == DAY + timedelta(days=1)


def test_a_right_answer_before_its_day_changes_nothing(world: World):
    question, base = question_of(fuller(world))
    kept = learn.answered(Progress(), question, False, base, DAY)
    for _ in range(3):
        kept = learn.answered(kept, question, True, base, DAY)
    mark = kept.questions[question.id]
    assert (mark.box, mark.due) == (0, DAY + timedelta(days=1))


def test_new_questions_of_one_sitting_rest_on_different_records(bases):
    base = bases["en"]
    found = learn.questions(base, "educator")
    asked = learn.to_ask(Progress(), found, base, DAY, 8)
    records = [id for question in asked for id in question.records]
    assert len(set(records)) == len(records)
    everything = learn.to_ask(Progress(), found, base, DAY, len(found))
    assert {x.id for x in everything} == {x.id for x in found}


# What changed since it was learned


def test_a_record_that_changed_since_it_was_learned_is_told_and_asked_again(world: World):
    question, base = question_of(fuller(world))
    kept = learn.answered(Progress(), question, True, base, DAY)
    assert learn.changed(kept, base) == []
    revision = {"date": "2026-05-02", "what": "It flew further."}
    [path] = [p for p in world.records if p == f"lessons/{question.records[0]}.md"]
    world.change(path, revised=[revision], statement="Who folds last flies longest.")
    new = world.load().slice()
    [told] = learn.changed(kept, new)
    assert (told.id, told.learned, told.gone) == (question.records[0], DAY, False)
    assert [revised.what for revised in told.revised] == ["It flew further."]
    [again] = learn.to_ask(kept, learn.questions(new, "educator"), new, DAY, 1)
    assert again.id == question.id
    renewed = learn.answered(kept, again, True, new, DAY + timedelta(days=9))
    assert learn.changed(renewed, new) == []


def test_what_was_revised_on_the_day_itself_is_not_told_as_new(world: World):
    question, base = question_of(fuller(world))
    kept = learn.answered(Progress(), question, True, base, DAY)
    path = f"lessons/{question.records[0]}.md"
    world.change(path, revised=[{"date": "2026-05-01", "what": "Before."}], statement="Other.")
    [told] = learn.changed(kept, world.load().slice())
    assert told.revised == ()


def test_a_record_is_the_same_in_both_languages_and_when_others_change(world: World):
    question, base = question_of(fuller(world))
    kept = learn.answered(Progress(), question, True, base, DAY)
    world.change("lessons/kites-fall.md", statement="Kites rise in wind.")
    assert learn.changed(kept, world.load().slice(language="lv")) == []


def test_a_record_that_was_withdrawn_is_told_as_gone(world: World):
    question, base = question_of(fuller(world))
    kept = learn.answered(Progress(), question, True, base, DAY)
    gone = {"date": "2026-05-02", "reason": "It was a mistake."}
    world.change(f"lessons/{question.records[0]}.md", withdrawn=gone)
    later = world.load().slice(as_of="2026-05-02")
    assert [x.gone for x in learn.changed(kept, later)] == [True]


def test_a_miss_is_nothing_learned_that_could_change(world: World):
    question, base = question_of(fuller(world))
    kept = learn.answered(Progress(), question, False, base, DAY)
    world.change(f"lessons/{question.records[0]}.md", statement="It is all other now.")
    assert learn.changed(kept, world.load().slice()) == []


# Controls


def panel(question, base):
    """The controls of a question, and what they say of an answer."""
    said = []

    def tell(*answer):
        said.append(answer)
        return question.reason

    return Controls([question], words(base), tell), said


def answer(controls, question, letters):
    """Answer as the browser does; what is told of it, as HTML."""
    controls._handle_custom_msg({"question": question.id, "letters": letters}, [])
    return controls.told[question.id]


@pytest.mark.parametrize("kind", RIGHT)
def test_every_kind_has_native_controls_with_names_and_tells_at_once(bases, kind):
    question = next(x for x in learn.questions(bases["lv"], "educator") if x.kind == kind)
    controls, said = panel(question, bases["lv"])
    assert controls.language == "lv"
    assert re.search(r"<fieldset>\s*<legend>(<[^>]+>)*[^<\s]", controls.page)
    assert '<button type="submit">Pārbaudīt atbildi</button>' in controls.page
    inputs = {"choose": len(question.letters), "order": 0, "match": 0}[question.form]
    assert controls.page.count('<input type="radio" name="answer"') == inputs
    assert controls.page.count('<select name="answer"') == (0 if inputs else len(question.answer))
    names = re.findall(r"<label>(.*?)</label>", controls.page, re.DOTALL)
    assert len(set(names)) == len(names) == (inputs or len(question.answer))
    times, told = answer(controls, question, question.answer)
    assert said == [(question.id, question.answer)]
    assert times == 1
    assert "<cite>" in told
    assert answer(controls, question, question.answer) == (
        2,
        told,
    )  # so that it is read aloud again


def test_what_cannot_be_kept_is_told_where_the_answer_stands(bases):
    question = learn.questions(bases["en"], "educator")[0]

    def full(*_):
        raise KbError("cannot write progress.json; make room there")

    controls = Controls([question], words(bases["en"]), full)
    assert "make room there" in answer(controls, question, "a")[1]


def test_an_option_too_long_for_a_list_is_cut_there_alone(bases):
    questions = learn.questions(bases["en"], "educator")
    question = next(x for x in questions if x.form == "match")
    long = ("word " * 40).strip()
    controls, _ = panel(replace(question, options=((long,), *question.options[1:])), bases["en"])
    assert max(map(len, re.findall(r">(a  .*?)</option>", controls.page))) < 80
    assert controls.page.count(f"<b>a</b> <span>{long}</span>") == 1
    assert "<b>a</b>" not in panel(question, bases["en"])[0].page  # lists have room for all of it


def test_what_a_record_says_is_shown_as_text(bases):
    question = replace(learn.questions(bases["en"], "educator")[0], prompt=("<script>x</script>",))
    assert "<legend>&lt;script&gt;x" in panel(question, bases["en"])[0].page


def test_a_first_answer_of_the_invented_world_is_the_lesson_as_typed(world: World):
    base = fuller(world).load().slice()
    statement = DOCUMENTS["lessons/fold-first.md"]["statement"]
    asked = [x for x in learn.questions(base, "educator") if "fold-first" in x.records]
    assert any(statement in inline_text(x.prompt) for x in asked)
