"""A JSON object read window by window holds what it holds read at once."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.formats import json_answer
from spiders.formats.json_answer import JsonObject
from spiders.formats.listing import FormatError

# Half surrogate pairs have no bytes, so no answer can hold them but as escapes.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(values, max_size=6), st.dictionaries(texts.filter(lambda name: name != "items"), values, max_size=4), st.data())
def test_items_and_other_members_are_those_of_the_whole(items: list[Any], rest: dict[str, Any], data: st.DataObject) -> None:
    names = data.draw(st.permutations(["items", *rest]))
    whole = {name: items if name == "items" else rest[name] for name in names}
    body = json.dumps(
        whole,
        ensure_ascii=data.draw(st.booleans()),
        indent=data.draw(st.sampled_from([None, 0, 3])),
    ).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_answer, "WINDOW", data.draw(st.integers(1, 40)))
        answer = JsonObject(body, "items")
        assert list(answer) == items
        assert answer.rest == rest
        assert answer.found
        assert list(JsonObject(body, "")) == list(whole.items())


@given(st.lists(texts, min_size=1, max_size=5), st.data())
def test_an_object_cut_anywhere_is_refused(items: list[str], data: st.DataObject) -> None:
    body = json.dumps({"items": items}).encode()
    cut = body[: data.draw(st.integers(0, len(body) - 1))]
    with pytest.raises(FormatError):
        list(JsonObject(cut, "items"))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"items":[1 2]}', "schema"),
        (b'{"items":[1,]}', "schema"),
        (b'{"items" [1]}', "schema"),
        (b"{items:[1]}", "schema"),
        (b'{"items":[1]}}', "schema"),
        (b'{"items":[' + b"9" * 5000 + b"]}", "size"),
        (b'{"items":[' + b"[" * 100_000 + b"]}", "size"),
        (b'{"other":' + b'{"a":' * 100_000 + b"}}", "size"),
        (b'{"items":[[' + b"1," * 60_000 + b"1]]}", "size"),
        (b"[1]", "layout"),
    ],
)
def test_broken_json_is_refused_by_kind(body: bytes, kind: str) -> None:
    with pytest.raises(FormatError) as caught:
        list(JsonObject(body, "items"))
    assert caught.value.kind == kind


def test_a_byte_order_mark_is_no_part_of_the_answer() -> None:
    assert list(JsonObject(b'\xef\xbb\xbf{"items":["a"]}', "items")) == ["a"]


def test_the_charset_of_a_header_is_believed_only_if_it_is_one_of_the_web() -> None:
    body = '{"items":["é"]}'
    assert list(JsonObject(body.encode("latin-1"), "items", "iso-8859-1")) == ["é"]
    assert list(JsonObject(body.encode(), "items", "punycode")) == ["é"]
