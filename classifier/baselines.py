"""Simpler ways that the classifier is measured beside: a search, and regressions on words or on vectors alone. Pure."""

from collections.abc import Sequence

from classifier.embedding import Encoder
from classifier.evaluation import Labelled, ScreeningFigures, screening_figures
from classifier.examples import ListEntry
from classifier.nearness import Nearness
from classifier.ordinary_titles import background_titles
from classifier.terms import NUMBERS
from classifier.text import Text, read
from classifier.vocabulary import telling_root

# Inverse strength of the ridge, as `Nearness` has it; a baseline is not tuned.
REGULARISATION = 10.0


def search_baselines(entries: Sequence[ListEntry], labelled: Sequence[Labelled]) -> dict[str, ScreeningFigures]:
    """What a search for the list's most telling word finds, in titles and in titles and abstracts; found papers in no order."""
    root = telling_root([entry.title for entry in entries])
    labels = [one.label for one in labelled]
    in_title = [root in one.paper.title.lower() for one in labelled]
    anywhere = [found or root in (one.paper.abstract or "").lower() for found, one in zip(in_title, labelled, strict=True)]
    return {
        f"search titles for “{root}”": screening_figures([float(found) for found in in_title], in_title, labels),
        f"search titles and abstracts for “{root}”": screening_figures([float(found) for found in anywhere], anywhere, labels),
    }


def word_baseline(entries: Sequence[ListEntry], labelled: Sequence[Labelled]) -> ScreeningFigures:
    """A logistic regression on TF-IDF of words and pairs, the list's titles against ordinary ones; rarity by the labelled papers too."""
    from scipy.sparse import vstack
    from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
    from sklearn.linear_model import LogisticRegression

    counter = HashingVectorizer(n_features=NUMBERS, ngram_range=(1, 2), alternate_sign=False, norm=None)
    known = counter.transform([*(entry.title for entry in entries), *background_titles()])
    texts = counter.transform([_whole(read(one.paper)) for one in labelled])
    weights = TfidfTransformer(sublinear_tf=True).fit(vstack([known, texts]))
    model = LogisticRegression(C=REGULARISATION, class_weight="balanced", solver="liblinear", random_state=0)
    model.fit(weights.transform(known), [1] * len(entries) + [0] * len(background_titles()))
    odds = model.decision_function(weights.transform(texts)).tolist()
    return screening_figures(odds, [value >= 0 for value in odds], [one.label for one in labelled])


def vector_baseline(entries: Sequence[ListEntry], labelled: Sequence[Labelled], encoder: Encoder) -> tuple[list[float], ScreeningFigures]:
    """A logistic regression on the vectors of every title and abstract, and the log-odds it gives. Takes minutes for 20,000 papers."""
    listed = encoder.encode([entry.title for entry in entries])
    nearness = Nearness.learn(listed, encoder.encode(list(background_titles())))
    vectors = encoder.encode([read(one.paper).whole for one in labelled])
    odds = [float(value) for value in vectors @ nearness.weights + nearness.intercept]
    return odds, screening_figures(odds, [value >= 0 for value in odds], [one.label for one in labelled])


def _whole(text: Text) -> str:
    return f"{text.title}. {text.abstract}"
