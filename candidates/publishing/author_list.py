"""The authors of a paper as the list writes authors: how many, in what style, what stands between them. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from candidates.publishing.entry_form import SIGNED_ET_AL, Form
from candidates.reading_list.author_names import NameStyle, written

ET_AL = re.compile(
    rf"(?P<lead>[\s,，]*)(?P<words>{SIGNED_ET_AL.pattern}|et\.? ?al\.?|and others|等人?)(?P<end>\.?)\s*$",
    re.IGNORECASE,
)
PLAIN_ET_AL = " et al."


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorStyle:
    """`named` names are written and `et_al` (" et al.") after them where there are more; all of them, as `whole` says, where not."""

    names: NameStyle = NameStyle.FULL
    joint: str = ", "
    last_joint: str = ""
    et_al: str = ""
    named: int = 1
    whole: NameStyle = NameStyle.FULL

    def write(self, authors: Sequence[str]) -> str:
        """The authors as the list would write them; "" for none."""
        if self.et_al and len(authors) > self.named:
            return self.joint.join(written(name, self.names) for name in authors[: self.named]) + self.et_al
        some = [written(name, self.whole) for name in authors]
        if self.last_joint and len(some) > 1:
            return self.joint.join(some[:-1]) + self.last_joint + some[-1]
        return self.joint.join(some)


def author_style(forms: Sequence[Form]) -> AuthorStyle:
    """What most of the entries that name authors do."""
    named = [form for form in forms if form.authors is not None and form.spelling]
    if not named:
        return AuthorStyle()
    several = [form for form in named if form.authors and (len(form.authors.names) > 1 or form.authors.et_al)]
    cut = [form for form in several if form.authors and form.authors.et_al]
    joints = Counter(
        "; " if form.spelling.count(";") * 2 >= form.spelling.count(",") > 0 or ";" in form.spelling else ", " for form in several
    )
    lasts = Counter(_last_joint(form.spelling) for form in several if form not in cut)
    styles = Counter(form.authors.style for form in named if form.authors)
    et_al = ""
    if len(cut) * 2 > len(several):
        said = Counter(found["lead"] + found["words"] for form in cut if (found := ET_AL.search(form.spelling)))
        # Where it is split over a break or a sign of its own, it is written as everybody reads it.
        et_al = said.most_common(1)[0][0] if said else PLAIN_ET_AL
    return AuthorStyle(
        names=styles.most_common(1)[0][0],
        joint=joints.most_common(1)[0][0] if joints else ", ",
        last_joint=lasts.most_common(1)[0][0] if lasts else "",
        et_al=et_al,
        named=Counter(len(form.authors.names) for form in cut if form.authors).most_common(1)[0][0] if cut else 1,
        whole=_whole_style(named, cut, styles.most_common(1)[0][0]),
    )


def _whole_style(named: Sequence[Form], cut: Sequence[Form], common: NameStyle) -> NameStyle:
    """How names stand where none is left out. "Doe" alone is no name that one finds again, so "by Doe et al." goes with "by Jane Doe"."""
    whole = Counter(form.authors.style for form in named if form.authors and form not in cut)
    if whole:
        return whole.most_common(1)[0][0]
    return NameStyle.FULL if common is NameStyle.LAST else common


def _last_joint(spelling: str) -> str:
    found = re.search(r"(,? and |,? & )(?=[^,;]*$)", spelling)
    return found[1] if found else ""
