"""More lists in the shapes that maintainers write, in which the signs of a line say what its parts are; as in `list_shapes`."""

from list_shapes import Shape

PAGE = "https://openreview.net/forum?id=zeta"
PDF = "https://openreview.net/pdf?id=zeta"

LINE_SHAPES: dict[str, Shape] = {
    "keys of references in front, the venue in italics": Shape(
        text=(
            "# Shelf\n\n## Graphs\n\n- **[Doe et al., 2021]** Alpha Graphs of Things. *ICLR*. [[pdf](https://openreview.net/pdf?id=a)]\n"
            "- **[Poe et al., 2022]** Beta Graphs of Many Things. *ICML*. [[pdf](https://openreview.net/pdf?id=b)]\n"
        ),
        titles=("Alpha Graphs of Things", "Beta Graphs of Many Things"),
        editions=(("iclr", 2021), ("icml", 2022)),
        category="Graphs",
        after=6,
        new=(f"- **[Moon et al., 2023]** Zeta: A New Way of Seeing Things. *NeurIPS*. [[pdf]({PDF})]",),
    ),
    "the venue in italics below a year, labels in code": Shape(
        text=(
            "# Shelf\n\n## Clouds\n\n#### 2023\n\n- **Alpha Clouds of Points**, *ICLR*, [`paper`](https://openreview.net/forum?id=a)\n"
            "- **Beta Clouds of Points**, *ICML*, [`paper`](https://proceedings.mlr.press/b) [`code`](https://github.com/p/b)\n"
        ),
        titles=("Alpha Clouds of Points", "Beta Clouds of Points"),
        editions=(("iclr", 2023), ("icml", 2023)),
        category="Clouds",
        after=8,
        new=(f"- **Zeta: A New Way of Seeing Things**, *NeurIPS*, [`paper`]({PAGE})",),
    ),
    "year and venue in bold brackets": Shape(
        text=(
            "# Shelf\n\n## Cuts\n\n- [**2024**] [**ICLR**] [Alpha Cuts of Networks](https://openreview.net/forum?id=a)\n"
            "- [**2022**] [**ICML**] [Beta Cuts of Networks](https://proceedings.mlr.press/b)\n"
        ),
        titles=("Alpha Cuts of Networks", "Beta Cuts of Networks"),
        editions=(("iclr", 2024), ("icml", 2022)),
        category="Cuts",
        after=5,
        new=(f"- [**2023**] [**NeurIPS**] [Zeta: A New Way of Seeing Things]({PAGE})",),
    ),
    "parts between bars, the year first": Shape(
        text=(
            "# Shelf\n\n## Search\n\n+ 2024 | Alpha Search of Things | Jane Doe, et al. | ICLR | [`PDF`](https://openreview.net/pdf?id=a)\n"
            "+ 2022 | Beta Search of Many Things | Ann Poe, et al. | ICML | [`PDF`](https://openreview.net/pdf?id=b)\n"
        ),
        titles=("Alpha Search of Things", "Beta Search of Many Things"),
        editions=(("iclr", 2024), ("icml", 2022)),
        category="Search",
        after=5,
        new=(f"+ 2023 | Zeta: A New Way of Seeing Things | Mia Moon, et al. | NeurIPS | [`PDF`]({PDF})",),
    ),
    "authors in front of a title in plain text": Shape(
        text=(
            "# Shelf\n\n## Robots\n\n"
            " * Jane Doe, John Roe, Alpha Moves of Robots, *ICLR*, 2021. [[Paper](https://openreview.net/forum?id=a)]\n"
            " * Ann Poe, Tom Low, Kim Lee, Beta Moves of Robots, *ICML*, 2022. [[Paper](https://proceedings.mlr.press/b)]\n"
        ),
        titles=("Alpha Moves of Robots", "Beta Moves of Robots"),
        editions=(("iclr", 2021), ("icml", 2022)),
        category="Robots",
        after=6,
        new=(f" * Mia Moon, Sam Sun, Zeta: A New Way of Seeing Things, *NeurIPS*, 2023. [[Paper]({PAGE})]",),
    ),
    "the first author behind a dash, the initial behind the name": Shape(
        text=(
            "# Shelf\n\n## Captions\n\n"
            "* Alpha Captions of Things - Doe J et al, `ICLR 2021`. [[paper](https://openreview.net/forum?id=a)]\n"
            "* Beta Captions of Many Things - Poe A et al, `ICML 2022`. [[paper](https://proceedings.mlr.press/b)]\n"
        ),
        titles=("Alpha Captions of Things", "Beta Captions of Many Things"),
        editions=(("iclr", 2021), ("icml", 2022)),
        category="Captions",
        after=6,
        new=(f"* Zeta: A New Way of Seeing Things - Moon M et al, `NeurIPS 2023`. [[paper]({PAGE})]",),
    ),
    "signs of Chinese lists, and a code link of some": Shape(
        text=(
            "# 论文\n\n## 点云\n\n- 【ICLR 2024】Alpha Clouds of Points，[论文](https://openreview.net/forum?id=a)，[代码](https://github.com/p/a)\n"
            "- 【ICML 2022】Beta Clouds of Points，[论文](https://proceedings.mlr.press/b)，[代码](https://github.com/p/b)\n"
        ),
        titles=("Alpha Clouds of Points", "Beta Clouds of Points"),
        editions=(("iclr", 2024), ("icml", 2022)),
        category="点云",
        after=5,
        new=(f"- 【NeurIPS 2023】Zeta: A New Way of Seeing Things，[论文]({PAGE})",),
    ),
    "titles in angle quotes": Shape(
        text=(
            "# Articles\n\n## Vie\n\n- « Alpha Lives of Others » (ICLR 2024) [[article](https://openreview.net/forum?id=a)]\n"
            "- « Beta Lives of Others » (ICML 2022) [[article](https://proceedings.mlr.press/b)]\n"
        ),
        titles=("Alpha Lives of Others", "Beta Lives of Others"),
        editions=(("iclr", 2024), ("icml", 2022)),
        category="Vie",
        after=5,
        new=(f"- « Zeta: A New Way of Seeing Things » (NeurIPS 2023) [[article]({PAGE})]",),
    ),
    "an edition of two words in front of a linked title": Shape(
        text=(
            "# Shelf\n\n## Grounding\n\n- ACM MM'24, [Alpha Words and Things](https://doi.org/10.1145/1.1)\n"
            "- ICML'22, [Beta Words and Things](https://proceedings.mlr.press/b)\n"
        ),
        titles=("Alpha Words and Things", "Beta Words and Things"),
        editions=(("mm", 2024), ("icml", 2022)),
        category="Grounding",
        after=5,
        new=(f"- NeurIPS'23, [Zeta: A New Way of Seeing Things]({PAGE})",),
    ),
    "links by name, whose addresses stand at the end": Shape(
        text=(
            "# Shelf\n\n## Cuts\n\n- [Alpha Cuts of Networks][doe21] (ICLR 2021) [code][doe21-code]\n"
            "- [Beta Cuts of Networks][poe22] (ICML 2022)\n\n"
            "[doe21]: https://openreview.net/forum?id=a\n[doe21-code]: https://github.com/p/a\n[poe22]: https://proceedings.mlr.press/b\n"
        ),
        titles=("Alpha Cuts of Networks", "Beta Cuts of Networks"),
        editions=(("iclr", 2021), ("icml", 2022)),
        category="Cuts",
        after=6,
        new=(f"- [Zeta: A New Way of Seeing Things]({PAGE}) (NeurIPS 2023)",),
    ),
    "addresses in angle brackets on a line of their own": Shape(
        text=(
            "Shelf\n=====\n\nGrounding\n---------\n\n*  Alpha Words and Things.\n   Jane Doe et al., ICLR 2021.\n"
            "   <https://openreview.net/forum?id=a>\n"
            "*  Beta Words and Things.\n   Ann Poe et al., ICML 2022.\n   <https://proceedings.mlr.press/b>\n"
        ),
        titles=("Alpha Words and Things", "Beta Words and Things"),
        editions=(("iclr", 2021), ("icml", 2022)),
        category="Grounding",
        after=12,
        new=("*  Zeta: A New Way of Seeing Things.", "   Mia Moon et al., NeurIPS 2023.", f"   <{PAGE}>"),
    ),
    "a BibTeX block below each paper": Shape(
        text=(
            "# Shelf\n\n## Games\n\n- **Alpha Games of Many**, ICLR 2021 [[paper](https://openreview.net/forum?id=a)]\n  ```bibtex\n"
            "  @inproceedings{doe2021,\n"
            "    title={Alpha Games of Many}\n  }\n  ```\n"
            "- **Beta Games of Many**, ICML 2022 [[paper](https://proceedings.mlr.press/b)]\n  ```bibtex\n"
            "  @inproceedings{poe2022,\n    title={Beta Games of Many}\n  }\n  ```\n"
        ),
        titles=("Alpha Games of Many", "Beta Games of Many"),
        editions=(("iclr", 2021), ("icml", 2022)),
        category="Games",
        after=16,
        new=(f"- **Zeta: A New Way of Seeing Things**, NeurIPS 2023 [[paper]({PAGE})]",),
    ),
    "titles as headings, authors and edition below": Shape(
        text=(
            "# Paper Notes\n\n## Games\n\n#### [Alpha Games of Many](https://openreview.net/forum?id=a)\n\n"
            "*Jane Doe, John Roe* | ICLR 2024\n\nThis one is easy to read.\n\n"
            "#### [Beta Games of Many](https://proceedings.mlr.press/b)\n\n*Ann Poe, Tom Low* | ICML 2022\n"
        ),
        titles=("Alpha Games of Many", "Beta Games of Many"),
        editions=(("iclr", 2024), ("icml", 2022)),
        category="Games",
        after=9,
        new=("", f"#### [Zeta: A New Way of Seeing Things]({PAGE})", "", "*Mia Moon, Sam Sun* | NeurIPS 2023"),
    ),
    "years with the number of their papers": Shape(
        text=(
            "# Shelf\n\n- [2024 (1)](#2024-1)\n- [2023 (1)](#2023-1)\n\n## 2024 (1)\n\n"
            "* Alpha Pictures of Noise `ICLR` [[paper](https://openreview.net/forum?id=a)]\n\n"
            "## 2023 (1)\n\n* Beta Pictures of Noise `ICML` [[paper](https://proceedings.mlr.press/b)]\n"
        ),
        titles=("Alpha Pictures of Noise", "Beta Pictures of Noise"),
        editions=(("iclr", 2024), ("icml", 2023)),
        category="2023",
        after=12,
        new=(f"* Zeta: A New Way of Seeing Things `NeurIPS` [[paper]({PAGE})]",),
    ),
    "headings with anchors of site generators": Shape(
        text=(
            "---\nlayout: page\n---\n\n## Graphs {#graphs .wide}\n\n"
            '- [Alpha Graphs of Things](https://openreview.net/forum?id=a){:target="_blank"} (ICLR, 2021)\n'
            '- [Beta Graphs of Things](https://proceedings.mlr.press/b){:target="_blank"} (ICML, 2022)\n{: .paper-list }\n'
        ),
        titles=("Alpha Graphs of Things", "Beta Graphs of Things"),
        editions=(("iclr", 2021), ("icml", 2022)),
        category="Graphs",
        after=8,
        new=(f'- [Zeta: A New Way of Seeing Things]({PAGE}){{:target="_blank"}} (NeurIPS, 2023)',),
    ),
    "dates of days, and a venue in the cell of the title": Shape(
        text=(
            "# Shelf\n\n## Cuts\n\n|Date|Title|Paper|\n|:---:|:---:|:---:|\n"
            "|2021-05-14|🔥Alpha Cuts of Networks(@ICLR)|[[pdf]](https://openreview.net/pdf?id=a)|\n"
            "|2022-05-14|Beta Cuts of Networks(@ICML)|[[pdf]](https://openreview.net/pdf?id=b)|\n"
        ),
        titles=("Alpha Cuts of Networks", "Beta Cuts of Networks"),
        editions=(("iclr", 2021), ("icml", 2022)),
        category="Cuts",
        after=8,
        new=(f"|2023|Zeta: A New Way of Seeing Things(@NeurIPS)|[[pdf]]({PDF})|",),
    ),
    "columns that an editor has lined up": Shape(
        text=(
            "# Shelf\n\n## Cuts\n\n| Venue or journal | Title | Link |\n| ---------------- | ----- | ---- |\n"
            "| ICLR 2021        | Alpha Cuts of Things | [Paper](https://openreview.net/forum?id=a) |\n"
            "| ACM MM 2022      | Beta Cuts of Networks | [Paper](https://openreview.net/forum?id=b) |\n"
        ),
        titles=("Alpha Cuts of Things", "Beta Cuts of Networks"),
        editions=(("iclr", 2021), ("mm", 2022)),
        category="Cuts",
        after=8,
        new=(f"| NeurIPS 2023     | Zeta: A New Way of Seeing Things | [Paper]({PAGE}) |",),
    ),
    "titles in italics that end in brackets": Shape(
        text=(
            "# Shelf\n\n## Cuts\n\n* _Alpha Cuts of Networks (Student Abstract)_ (ICLR 2024) [pdf](https://openreview.net/pdf?id=a)\n"
            "* _Beta Cuts of Networks_ (ICML 2022) [pdf](https://openreview.net/pdf?id=b)\n"
        ),
        titles=("Alpha Cuts of Networks (Student Abstract)", "Beta Cuts of Networks"),
        editions=(("iclr", 2024), ("icml", 2022)),
        category="Cuts",
        after=5,
        new=(f"* _Zeta: A New Way of Seeing Things_ (NeurIPS 2023) [pdf]({PDF})",),
    ),
}
