"""What decisions change: never much on little evidence, nothing that cannot be taken back, whatever is decided."""

import numpy as np
import pytest
from small_list import HashingEncoder, paper

from classifier.decisions import STRENGTHS, Features, Rows, trained
from classifier.evidence import LexicalEvidence
from classifier.examples import Decision, ListEntry
from classifier.model import Classifier
from classifier.terms import number
from classifier.text import Text, read
from classifier.topic import Topic

SURE = [paper(f"Spiking Neural Networks for {what}") for what in ("Speech", "Vision", "Control", "Language")]
UNSURE = [paper(f"Event-based {what}", "Event cameras are bio-inspired sensors.") for what in ("Flow", "Stereo", "Deblurring", "Tracking")]


def scores(classifier: Classifier, decisions: list[Decision]) -> list[float]:
    return [one.score for one in classifier.decided(decisions).screen([*SURE, *UNSURE])]


def test_two_rejections_of_the_best_placed_leave_the_others_sure(classifier: Classifier) -> None:
    after = scores(classifier, [Decision(SURE[0], False), Decision(SURE[1], False)])
    before = scores(classifier, [])
    assert all(now > 0.8 * then for now, then in zip(after[2:4], before[2:4], strict=True)), (before, after)


def test_only_rejections_lose_nothing_that_is_sure(classifier: Classifier) -> None:
    before, after = scores(classifier, []), scores(classifier, [Decision(each, False) for each in UNSURE])
    assert all(now > 0.9 * then for now, then in zip(after[:4], before[:4], strict=True)), (before, after)


def test_only_acceptances_lower_nothing(classifier: Classifier) -> None:
    before, after = scores(classifier, []), scores(classifier, [Decision(each, True, "ANN2SNN") for each in SURE])
    assert all(now >= then - 1e-9 for now, then in zip(after[:4], before[:4], strict=True))


KINDS = [
    f"{kind} for Task{place}" for place in range(50) for kind in ("Spiking Neural Networks", "Event-based Cameras", "Brain-like Codes")
]


@pytest.mark.parametrize("accepted", [True, False])
def test_nothing_but_acceptances_or_rejections_keeps_the_order_and_moves_nobody_the_wrong_way(
    classifier: Classifier, accepted: bool
) -> None:
    decided, waiting = [paper(title) for title in KINDS[:102]], [paper(title) for title in KINDS[102:]]
    before, after = (
        np.array([one.score for one in taught.screen(waiting)])
        for taught in (classifier, classifier.decided([Decision(each, accepted) for each in decided]))
    )
    moved = np.log(after / (1 - after)) - np.log(before / (1 - before))
    assert (moved if accepted else -moved).min() > -0.01
    assert np.abs(moved).max() < 1.5
    assert after[::3].min() > 5 * max(after[1::3].max(), after[2::3].max())


def test_decisions_on_nearly_the_same_title_that_contradict_each_other_move_it_little(classifier: Classifier) -> None:
    twins = [paper(f"Spiking Neural Networks for Task{place}") for place in range(60)]
    decided = [Decision(each, accepted=place % 2 == 0) for place, each in enumerate(twins)]
    before, after = (
        np.array([one.score for one in taught.screen([*twins, *UNSURE])]) for taught in (classifier, classifier.decided(decided))
    )
    # Half of them belong: no lower than that, and none far from its twin on the other side.
    assert (after[:60] > 0.5).all()
    assert abs(after[0:60:2].mean() - after[1:60:2].mean()) < 0.1
    assert after[60:] == pytest.approx(before[60:], abs=0.05)


def test_decisions_that_contradict_each_other_change_little(classifier: Classifier) -> None:
    before = scores(classifier, [])
    after = scores(classifier, [Decision(each, verdict) for each in UNSURE for verdict in (True, False)])
    assert after[:4] == pytest.approx(before[:4], abs=0.05)


def test_beside_a_topic_file_decisions_move_the_order_and_flag_nothing(classifier: Classifier, encoder: HashingEncoder) -> None:
    decisions = [Decision(each, True, "ANN2SNN") for each in UNSURE[1:] * 6]
    decisions += [Decision(paper(f"Brain-inspired {what}", "A biologically plausible model."), False) for what in ("Tea", "Rain", "Sleep")]
    before, after = (one.decided(decided).screen(UNSURE[:1]) for one, decided in ((classifier, []), (classifier, decisions)))
    low, high = next(before).score, next(after).score
    assert high > low
    between = classifier.given_topic.model_copy(update={"threshold": (low + high) / 2})
    (moved,) = Classifier.learn(between, classifier.entries, encoder=encoder).decided(decisions).screen(UNSURE[:1])
    assert (moved.score, moved.flagged) == (high, False)


def test_a_paper_without_a_vector_moves_by_the_words_of_its_title(classifier: Classifier) -> None:
    zebra, other = paper("Zebra Migration under Rain"), paper("Private Convex Optimization")
    before = [one.score for one in classifier.screen([zebra, other])]
    taught = classifier.decided([Decision(paper(f"Zebra Migration in {where}"), True, "ANN2SNN") for where in ("Kenya", "Chad")])
    after = [one.score for one in taught.screen([zebra, other])]
    assert after[0] > before[0]
    assert after[0] / before[0] > after[1] / before[1]


def test_a_cue_weighs_a_fifth_of_its_log_odds_beside_the_words_of_the_title(classifier: Classifier) -> None:
    one = paper("Zebra Migration under Rain", "We train spiking neural networks.")
    (screening,) = classifier.screen([one])
    assert screening.evidence is not None
    rows = Rows.unpacked([screening.evidence], HashingEncoder().size)
    weights = dict(zip(rows.places[0].tolist(), rows.weights[0].tolist(), strict=True))
    mentions = LexicalEvidence(classifier.topic).read(read(one)).mentions
    assert mentions
    assert [weights[number(f"cue {each.cue}")] for each in mentions] == pytest.approx([each.weight / 5 for each in mentions], rel=0.01)


def test_a_rejected_paper_teaches_no_section_even_where_one_was_named(classifier: Classifier) -> None:
    odd, name = paper("Spiking Neural Networks at zebra crossings under rain"), "Lightweight Spiking Neural Networks"
    (before,) = classifier.screen([odd])
    (after,) = classifier.decided([Decision(odd, accepted=False, category=name)] * 3).screen([odd])
    assert before.categories[0].name != name
    assert after.categories == before.categories


def test_what_was_read_of_a_decided_paper_is_part_of_the_fingerprint(classifier: Classifier) -> None:
    read_of = [paper("One title"), paper("One title", "An abstract"), paper("One title", "Another"), paper("One title", None, ("snn",))]
    assert len({classifier.decided([Decision(each, accepted=True, category="ANN2SNN")]).fingerprint for each in read_of}) == 4


def test_the_strength_grows_only_where_decisions_foretell_each_other() -> None:
    chance = np.random.default_rng(7)
    packed = [Features(0.0, {kind + 1: 1.0}, None).packed() for kind in (0, 1) for _ in range(60)]
    rows = Rows.unpacked(packed, 0)
    told = trained(rows, [row < 60 for row in range(120)], [1.0] * 120, [True] * 120)
    noise = trained(rows, list(chance.random(120) < 0.5), [1.0] * 120, [True] * 120)
    assert told.strength == STRENGTHS[-1]
    assert noise.strength == STRENGTHS[0]


def test_scores_that_are_too_modest_on_the_whole_lift_nothing_by_what_is_common() -> None:
    packed = [Features(-2.0, {1: 0.7, place + 2: 0.7}, None).packed() for place in range(40)]
    head = trained(Rows.unpacked(packed, 0), [True] * 40, [1.0] * 40, [True] * 40)
    common = Rows.unpacked([Features(-2.0, {1: 1.0}, None).packed()], 0)
    assert head.changes(common)[0] < 0.3


def test_a_decision_says_nothing_of_papers_that_were_far_more_or_less_promising() -> None:
    vector = np.array([1.0, 0.0], np.float32)
    decided, near, far = (Rows.unpacked([Features(base, {}, vector).packed()], 2) for base in (4.0, 3.0, -2.0))
    head = trained(decided, [False], [1.0], [True])
    assert head.changes(near)[0] < -0.1
    assert head.changes(far)[0] == 0.0


def test_the_entries_alone_lift_nothing_that_is_like_them() -> None:
    """They were scored by what they taught themselves: that they belong says nothing of whether scores are too modest."""
    entry, other = Features(0.0, {}, np.array([1.0, 0.0], np.float32)), Features(0.0, {}, np.array([0.0, 1.0], np.float32))
    rows = Rows.unpacked([each.packed() for each in [entry] * 60 + [other]], 2)
    head = trained(rows, [True] * 60 + [False], [1.0] * 61, [False] * 60 + [True])
    assert head.changes(Rows.unpacked([entry.packed()], 2))[0] < 1.2


def test_features_of_another_version_count_as_no_features() -> None:
    rows = Rows.unpacked([np.float32(1.5).tobytes() + b"of an older version"], 8)
    assert rows.bases.tolist() == [1.5]
    assert not rows.weights.any()


@pytest.mark.parametrize("size", [3, 5000])
def test_lists_of_any_length_screen_without_a_topic_file(size: int, encoder: HashingEncoder) -> None:
    entries = [ListEntry(f"Zebra Migration Study number{place} of Herd{place % 7}", ("Zebras",)) for place in range(size)]
    crawled = [Text(f"Convex Optimization of Kernel{place}", "We prove a bound.") for place in range(300)]
    crawled += [Text(f"Zebra Migration in Valley{place}") for place in range(5)]
    classifier = Classifier.learn(Topic(), entries, encoder=encoder, crawled=crawled)
    zebra, other = classifier.screen([paper("Zebra Migration by Night"), paper("Convex Optimization with Noise")])
    assert zebra.flagged
    assert not other.flagged
    assert any("in titles of the list" in reason.text for reason in zebra.reasons)


@pytest.mark.parametrize("blank", ["", " "])
def test_a_list_in_two_languages_finds_papers_in_both(blank: str, encoder: HashingEncoder) -> None:
    titles = [
        f"脉冲{blank}神经网络{blank}的{blank}训练",
        f"脉冲{blank}神经网络{blank}与{blank}注意力",
        f"脉冲{blank}神经网络{blank}转换",
        "Spiking Networks",
        "Spiking Networks for Speech",
        "Deep Spiking Networks",
    ]
    crawled = [Text(f"Convex Optimization of Kernel{place}") for place in range(300)] + [
        Text("Spiking Networks again"),
        Text(f"脉冲{blank}神经网络"),
        Text(f"图{blank}像{blank}分割{blank}方法"),
    ]
    classifier = Classifier.learn(Topic(), [ListEntry(title, ("Papers",)) for title in titles], encoder=encoder, crawled=crawled)
    papers = [f"加速{blank}脉冲{blank}神经网络", "Spiking Networks by Night", "Convex Optimization", f"图{blank}像{blank}分割"]
    assert [one.flagged for one in classifier.screen(map(paper, papers))] == [True, True, False, False]


def test_scores_are_made_anew_when_what_was_crawled_doubles_and_not_for_every_paper(encoder: HashingEncoder) -> None:
    def basis(size: int) -> str:
        crawled = [Text(f"Convex Optimization of Kernel{place}") for place in range(size)]
        return Classifier.learn(Topic(), [ListEntry("Zebra Migration", ("Zebras",))], encoder=encoder, crawled=crawled).basis

    assert basis(4) == basis(7) != basis(8)


def test_a_list_takes_nothing_from_the_names_of_venues(encoder: HashingEncoder) -> None:
    titles = [f"[KDD{year}] Zebra Migration {year} arXiv WWW" for year in range(10, 40)]
    classifier = Classifier.learn(Topic(), [ListEntry(title, ("Zebras",)) for title in titles], encoder=encoder)
    (found,) = classifier.screen([paper("Zebra Migration at KDD19, a WWW workshop")])
    assert not any(name in reason.text.lower() for reason in found.reasons if reason.kind == "cue" for name in ("kdd", "www", "arxiv"))
