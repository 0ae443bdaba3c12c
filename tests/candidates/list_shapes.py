"""Lists in the shapes that maintainers write, with invented papers: what is read of each, and where and how a new paper is to stand."""

from dataclasses import dataclass

LINK = "https://openreview.net/forum?id={}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """`category` is where the new paper is accepted for, `after` the line below which `new` stands; `aside` a section that takes none."""

    text: str
    titles: tuple[str, ...]
    editions: tuple[tuple[str, int | None], ...]
    category: str
    after: int
    new: tuple[str, ...]
    aside: str = ""


SHAPES: dict[str, Shape] = {
    "bold paragraphs, newest first": Shape(
        text=(
            "# Shelf\n\n## Images\n\n**Alpha Pictures from Very Little Noise** \\\n*Jane Doe, John Roe* \\\nICML 2024. [[Paper](https://proceedings.mlr.press/a)]\n\n"
            "**Beta Pictures from Very Little Noise** \\\n*Ann Poe* \\\nICLR 2022. [[Paper](https://openreview.net/forum?id=b)] [[Code](https://github.com/p/b)]\n\n"
            "## Contact\n\n- [Jane](https://github.com/jane)\n"
        ),
        titles=("Alpha Pictures from Very Little Noise", "Beta Pictures from Very Little Noise"),
        editions=(("icml", 2024), ("iclr", 2022)),
        category="Images",
        after=7,
        new=(
            "",
            "**Zeta: A New Way of Seeing Things** \\",
            "*Mia Moon, Sam Sun* \\",
            "NeurIPS 2023. [[Paper](https://openreview.net/forum?id=zeta)]",
        ),
        aside="Contact",
    ),
    "acronyms in front, authors and edition below": Shape(
        text=(
            "# Shelf\n\n## Adaptation\n\n- (**ALP**) [ALP: Adapting with Labels of the Past](https://openreview.net/forum?id=a)  \n  Jane Doe, John Roe.  \n  *ICLR* 2021.\n"
            "- [Adapting without Any Labels at All](https://openreview.net/forum?id=b)  \n  Ann Poe.  \n  *ICLR* 2024. [[Code](https://github.com/p/b)]\n"
        ),
        titles=("ALP: Adapting with Labels of the Past", "Adapting without Any Labels at All"),
        editions=(("iclr", 2021), ("iclr", 2024)),
        category="Adaptation",
        after=7,
        new=(
            "- (**Zeta**) [Zeta: A New Way of Seeing Things](https://openreview.net/forum?id=zeta)  ",
            "  Mia Moon, Sam Sun.  ",
            "  *NeurIPS* 2023.",
        ),
    ),
    "headings that are editions, notes below": Shape(
        text=(
            "# Shelf\n\n### NeurIPS 2023\n\n- [Alpha Plans from Logged Data Alone](https://openreview.net/forum?id=a)\n  - Jane Doe, John Roe\n  - Key: ensembles\n"
            "\n### ICML 2022\n\n- [Beta Plans from Logged Data Alone](https://proceedings.mlr.press/b)\n  - Ann Poe\n  - Key: pessimism\n\n### Contributing\n\n- Fork this page.\n"
        ),
        titles=("Alpha Plans from Logged Data Alone", "Beta Plans from Logged Data Alone"),
        editions=(("neurips", 2023), ("icml", 2022)),
        category="",
        after=7,
        new=("- [Zeta: A New Way of Seeing Things](https://openreview.net/forum?id=zeta)", "  - Mia Moon, Sam Sun"),
        aside="Contributing",
    ),
    "a year over its venues": Shape(
        text=(
            "# Shelf\n\n## 2024\n\n### NeurIPS\n\n- Alpha Causes of Many Effects [[PUB](https://openreview.net/forum?id=a)]\n\n## 2023\n\n### NeurIPS\n\n"
            "- Beta Causes of Many Effects [[PUB](https://openreview.net/forum?id=b)] [[CODE](https://github.com/p/b)]\n\n### ICML\n\n"
            "- Gamma Causes of Many Effects [[PUB](https://proceedings.mlr.press/c)]\n"
        ),
        titles=("Alpha Causes of Many Effects", "Beta Causes of Many Effects", "Gamma Causes of Many Effects"),
        editions=(("neurips", 2024), ("neurips", 2023), ("icml", 2023)),
        category="NeurIPS",
        after=13,
        new=("- Zeta: A New Way of Seeing Things [[PUB](https://openreview.net/forum?id=zeta)]",),
    ),
    "one name below two editions": Shape(
        text=(
            "# Shelf\n\n## ICLR 2024\n\n### Forecasting\n\n* Alpha Series with Long Memories [[paper](https://openreview.net/forum?id=a)]\n\n"
            "## NeurIPS 2023\n\n### Forecasting\n\n* Beta Series with Long Memories [[paper](https://openreview.net/forum?id=b)]\n"
        ),
        titles=("Alpha Series with Long Memories", "Beta Series with Long Memories"),
        editions=(("iclr", 2024), ("neurips", 2023)),
        category="Forecasting",
        after=13,
        new=("* Zeta: A New Way of Seeing Things [[paper](https://openreview.net/forum?id=zeta)]",),
    ),
    "a table without edges, oldest first": Shape(
        text=(
            "# Shelf\n\n## Traffic\n\nWhere | What | Software\n--- | --- | ---\nICML 2021 | [Alpha Roads of a Large City](https://proceedings.mlr.press/a) | [repo](https://github.com/p/a)\n"
            "ICLR 2022 | [Beta Roads of a Large City](https://openreview.net/forum?id=b) | -\nICLR 2024 | [Gamma Roads of a Large City](https://openreview.net/forum?id=c) | -\n\n"
            "## Data\n\nName | Size | Get it\n--- | --- | ---\nCityHours | 1.2 GB | [download](https://data.example.org/c)\n"
        ),
        titles=("Alpha Roads of a Large City", "Beta Roads of a Large City", "Gamma Roads of a Large City"),
        editions=(("icml", 2021), ("iclr", 2022), ("iclr", 2024)),
        category="Traffic",
        after=8,
        new=("NeurIPS 2023 | [Zeta: A New Way of Seeing Things](https://openreview.net/forum?id=zeta) | -",),
        aside="Data",
    ),
    "tables of HTML": Shape(
        text=(
            "# Shelf\n\n## Clients\n\n<table>\n  <tr>\n    <th>Title</th>\n    <th>Venue</th>\n    <th>Links</th>\n  </tr>\n  <tr>\n    <td>Alpha Clients &amp; Their Servers Now</td>\n"
            '    <td>ICLR 2021</td>\n    <td><a href="https://openreview.net/forum?id=a">paper</a>, <a href="https://github.com/p/a">code</a></td>\n  </tr>\n</table>\n'
        ),
        titles=("Alpha Clients & Their Servers Now",),
        editions=(("iclr", 2021),),
        category="Clients",
        after=15,
        new=(
            "  <tr>",
            "    <td>Zeta: A New Way of Seeing Things</td>",
            "    <td>NeurIPS 2023</td>",
            '    <td><a href="https://openreview.net/forum?id=zeta">paper</a></td>',
            "  </tr>",
        ),
    ),
    "folded groups of a year within a subject": Shape(
        text=(
            "# Shelf\n\n## Graphs\n\n<details>\n<summary>2024</summary>\n\n| Paper | Venue | Who |\n| --- | --- | --- |\n| [Alpha Graphs of Many Nodes](https://openreview.net/forum?id=a) | ICLR | Jane Doe et al. |\n\n</details>\n\n"
            "<details>\n<summary>2023</summary>\n\n| Paper | Venue | Who |\n| --- | --- | --- |\n| [Beta Graphs of Many Nodes](https://proceedings.mlr.press/b) | ICML | Ann Poe et al. |\n\n</details>\n"
        ),
        titles=("Alpha Graphs of Many Nodes", "Beta Graphs of Many Nodes"),
        editions=(("iclr", 2024), ("icml", 2023)),
        category="Graphs",
        after=19,
        new=("| [Zeta: A New Way of Seeing Things](https://openreview.net/forum?id=zeta) | NeurIPS | Mia Moon et al. |",),
    ),
    "folded entries": Shape(
        text=(
            '# Shelf\n\n## Agents\n\n<details><summary>Alpha Agents That Plan Ahead (ICML 2024) [<a href="https://proceedings.mlr.press/a">paper</a>]</summary>\n\n- Jane Doe, John Roe\n- Read the appendix first.\n</details>\n\n'
            '<details><summary>Beta Agents That Plan Ahead (ICLR 2021) [<a href="https://openreview.net/forum?id=b">paper</a>]</summary>\n\n- Ann Poe, Bob Low\n- The proof is short.\n</details>\n'
        ),
        titles=("Alpha Agents That Plan Ahead", "Beta Agents That Plan Ahead"),
        editions=(("icml", 2024), ("iclr", 2021)),
        category="Agents",
        after=9,
        new=(
            "",
            '<details><summary>Zeta: A New Way of Seeing Things (NeurIPS 2023) [<a href="https://openreview.net/forum?id=zeta">paper</a>]</summary>',
            "",
            "- Mia Moon, Sam Sun",
            "</details>",
        ),
    ),
    "chips, escaped brackets and CR LF": Shape(
        text=(
            "# Shelf\r\n\r\n## Depth\r\n\r\n- [`Depth`](#depth) · Alpha Depth from Two Events (**ICLR 2021**). \\[[paper](https://openreview.net/forum?id=a)\\]\r\n"
            "- [`Depth`](#depth) · Beta Depth from Two Events (**ICML 2022**) ★. \\[[paper](https://proceedings.mlr.press/b)\\]\\[[code](https://github.com/p/b)\\]\r\n"
            "- [`Depth`](#depth) · Gamma Depth from Two Events (**ICLR 2024**). \\[[paper](https://openreview.net/forum?id=c)\\]\r\n"
        ),
        titles=("Alpha Depth from Two Events", "Beta Depth from Two Events", "Gamma Depth from Two Events"),
        editions=(("iclr", 2021), ("icml", 2022), ("iclr", 2024)),
        category="Depth",
        after=6,
        new=(
            "- [`Depth`](#depth) · Zeta: A New Way of Seeing Things (**NeurIPS 2023**). \\[[paper](https://openreview.net/forum?id=zeta)\\]",
        ),
    ),
    "a bibliography": Shape(
        text=(
            "# Shelf\n\n### Tracking\n\n- Doe, J., Roe, J., **Alpha Tracks of Fast Things**, ICLR 2021. [PDF](https://openreview.net/pdf?id=a)\n"
            "- Poe, A., **Beta Tracks of Fast Things**, ICML 2022. [PDF](https://proceedings.mlr.press/b.pdf)\n- Low, B., Tall, T., **Gamma Tracks of Fast Things**, ICLR 2024. [PDF](https://openreview.net/pdf?id=c)\n"
            "\n### Devices and Companies\n\n- Lynxeye: makes sensors. [page](https://lynxeye.example.org)\n"
        ),
        titles=("Alpha Tracks of Fast Things", "Beta Tracks of Fast Things", "Gamma Tracks of Fast Things"),
        editions=(("iclr", 2021), ("icml", 2022), ("iclr", 2024)),
        category="Tracking",
        after=6,
        new=("- Moon, M., Sun, S., **Zeta: A New Way of Seeing Things**, NeurIPS 2023. [PDF](https://openreview.net/pdf?id=zeta)",),
        aside="Devices and Companies",
    ),
    "fields in Chinese below a bold title": Shape(
        text=(
            "# 三维视觉\n\n## 目录\n\n- [点云](#点云)\n\n## 点云\n\n**Alpha Points in Large Clouds**\n\n- 会议: ICLR 2024\n- Paper: https://openreview.net/forum?id=a\n- Code: https://github.com/p/a\n\n"
            "**Beta Points in Large Clouds**\n\n- 会议: ICML 2022\n- Paper: https://proceedings.mlr.press/b\n\n## 贡献指南\n\n- 每个 PR 只加一篇论文。\n"
        ),
        titles=("Alpha Points in Large Clouds", "Beta Points in Large Clouds"),
        editions=(("iclr", 2024), ("icml", 2022)),
        category="点云",
        after=13,
        new=("", "**Zeta: A New Way of Seeing Things**", "", "- 会议: NeurIPS 2023", "- Paper: https://openreview.net/forum?id=zeta"),
        aside="贡献指南",
    ),
    "venues with links in front, headings of a year": Shape(
        text=(
            "# Shelf\n\n## 2024\n\n- [[ICLR](https://openreview.net/forum?id=a)] Alpha Events of a Camera\n\n## 2023\n\n- [[ICML](https://proceedings.mlr.press/b)] Beta Events of a Camera [[code](https://github.com/p/b)]\n"
            "- [[ICLR](https://openreview.net/forum?id=c)] Gamma Events of a Camera\n"
        ),
        titles=("Alpha Events of a Camera", "Beta Events of a Camera", "Gamma Events of a Camera"),
        editions=(("iclr", 2024), ("icml", 2023), ("iclr", 2023)),
        category="2023",
        after=10,
        new=("- [[NeurIPS](https://openreview.net/forum?id=zeta)] Zeta: A New Way of Seeing Things",),
    ),
    "dates in front, authors in italics": Shape(
        text=(
            "# Shelf\n\n## Planning\n\n- [2024/05] **Alpha Plans of Long Tasks** *Jane Doe et al. ICLR 2024.* [[paper](https://openreview.net/forum?id=a)]\n"
            "- [2022/07] **Beta Plans of Long Tasks** *Ann Poe et al. ICML 2022.* [[paper](https://proceedings.mlr.press/b)]\n\n## News\n\n- [2024-06-01] Twelve papers of ICML 2024 were added.\n"
        ),
        titles=("Alpha Plans of Long Tasks", "Beta Plans of Long Tasks"),
        editions=(("iclr", 2024), ("icml", 2022)),
        category="Planning",
        after=5,
        new=("- **Zeta: A New Way of Seeing Things** *Mia Moon et al. NeurIPS 2023.* [[paper](https://openreview.net/forum?id=zeta)]",),
        aside="News",
    ),
    "contents above everything, one number for all": Shape(
        text=(
            "# Shelf\n\n# Table of Contents\n\n- [Graphs](#graphs)\n\n## Graphs\n\n1. **Alpha Graphs Learned in Pairs.** [[paper](https://openreview.net/forum?id=a)]\n   *Jane Doe, John Roe.* ICLR 2024.\n"
            "1. **Beta Graphs Learned in Pairs.** [[paper](https://proceedings.mlr.press/b)] [[code](https://github.com/p/b)]\n   *Ann Poe.* ICML 2022.\n\n## Similar lists\n\n1. [Another](https://github.com/x/y)\n"
        ),
        titles=("Alpha Graphs Learned in Pairs", "Beta Graphs Learned in Pairs"),
        editions=(("iclr", 2024), ("icml", 2022)),
        category="Graphs",
        after=10,
        new=(
            "1. **Zeta: A New Way of Seeing Things.** [[paper](https://openreview.net/forum?id=zeta)]",
            "   *Mia Moon, Sam Sun.* NeurIPS 2023.",
        ),
        aside="Similar lists",
    ),
    "a bibliography: authors above the title, the venue's name below": Shape(
        text=(
            "# Shelf\n\n## Motion\n\n"
            '- <a name="Doe24cvpr"></a>Doe, J., Roe, K.,  \n*[Alpha Motion from Very Few Events](https://openreview.net/forum?id=a)*,  \n'
            "IEEE Conf. Computer Vision and Pattern Recognition (CVPR), 2024. [Code](https://github.com/p/a)\n"
            '- <a name="Poe22iclr"></a>Poe A., Lee, B.,  \n*[Beta Motion from Very Few Events](https://openreview.net/forum?id=b)*,  \n'
            "Int. Conf. Learning Representations (ICLR), 2022.\n"
        ),
        titles=("Alpha Motion from Very Few Events", "Beta Motion from Very Few Events"),
        editions=(("cvpr", 2024), ("iclr", 2022)),
        category="Motion",
        after=7,
        new=("- Moon, M., Sun, S.,  ", "*[Zeta: A New Way of Seeing Things](https://openreview.net/forum?id=zeta)*,  ", "NeurIPS, 2023."),
    ),
    "paragraphs with the edition in front and the authors behind": Shape(
        text=(
            "# Shelf\n\n## Detection\n\n(ICML 2024) [Alpha Detection of the Unseen](https://openreview.net/forum?id=a) [[Code]](https://github.com/p/a) by Doe et al.\n\n"
            "(ICLR 2022) [Beta Detection of the Unseen](https://openreview.net/forum?id=b) by Roe et al.\n\n"
            "## Researchers\n\n- Jane Doe [[Scholar]](https://scholar.google.com/citations?user=x)\n"
        ),
        titles=("Alpha Detection of the Unseen", "Beta Detection of the Unseen"),
        editions=(("icml", 2024), ("iclr", 2022)),
        category="Detection",
        after=5,
        new=("", "(NeurIPS 2023) [Zeta: A New Way of Seeing Things](https://openreview.net/forum?id=zeta) by Moon et al."),
        aside="Researchers",
    ),
    "chips behind the title, the venue's link in front": Shape(
        text=(
            "# Shelf\n\n## 2023\n\n- [[ICML](https://openreview.net/forum?id=a)] Alpha Nets for Clouds. [[code](https://github.com/p/a)] [__`det.`__ __`aut.`__]\n"
            "- [[ICLR](https://openreview.net/forum?id=b)] Beta Nets (Made for Clouds). [__`det.`__]\n"
            "- **[Gam]** Gamma Nets [[paper](https://openreview.net/forum?id=c)]\n"
        ),
        titles=("Alpha Nets for Clouds", "Beta Nets (Made for Clouds)", "Gamma Nets"),
        editions=(("icml", 2023), ("iclr", 2023), ("", 2023)),
        category="",
        after=7,
        new=("- [[NeurIPS](https://openreview.net/forum?id=zeta)] Zeta: A New Way of Seeing Things.",),
    ),
    "preprints beside proceedings": Shape(
        text=(
            "# Shelf\n\n## Labels\n\n* 2020-Arxiv - Alpha Labels without Noise. [[Paper]](https://arxiv.org/abs/2001.00001)\n"
            "* 2021-CVPR - Beta Labels without Noise. [[Paper]](https://openreview.net/forum?id=b)\n"
        ),
        titles=("Alpha Labels without Noise", "Beta Labels without Noise"),
        editions=(("arxiv", 2020), ("cvpr", 2021)),
        category="Labels",
        after=6,
        new=("* 2023-NeurIPS - Zeta: A New Way of Seeing Things. [[Paper]](https://openreview.net/forum?id=zeta)",),
    ),
    "months before the year": Shape(
        text=(
            '# Shelf\n\n## Robots\n\n* **ALP**: "ALP: Robots of Labels and Plans", *arXiv, Oct 2024*. [[Paper](https://arxiv.org/abs/2410.00001)]\n'
            '* "Beta Robots with Plans", *ICLR, Apr 2023*. [[Paper](https://openreview.net/forum?id=b)] [[Code](https://github.com/p/b)]\n'
            '* "Gamma Robots with Plans", *AAAI, Mar 2022*. [[Paper](https://openreview.net/forum?id=c)]\n'
        ),
        titles=("ALP: Robots of Labels and Plans", "Beta Robots with Plans", "Gamma Robots with Plans"),
        editions=(("arxiv", 2024), ("iclr", 2023), ("aaai", 2022)),
        category="Robots",
        after=6,
        new=('* **Zeta**: "Zeta: A New Way of Seeing Things", *NeurIPS, 2023*. [[Paper](https://openreview.net/forum?id=zeta)]',),
    ),
    "authors and a year alone for preprints": Shape(
        text=(
            "# Shelf\n\n## Games\n\n* [Alpha Games of Many](https://arxiv.org/abs/1) by Doe J, Roe L P, Poe D. 2020.\n"
            "* [Beta Games of Many](https://arxiv.org/abs/2) by Roe L P, Poe D. 2021.\n"
            "* [Gamma Games of Many](https://arxiv.org/abs/3) by Roe L P, Poe D. 2021.\n"
            "* [Delta Games of Many](https://openreview.net/forum?id=d) by Poe D, Doe J. ICML, 2022.\n"
            "* [Epsilon Games of Many](https://openreview.net/forum?id=e) by Poe D, Roe L. ICLR, 2022.\n"
        ),
        titles=("Alpha Games of Many", "Beta Games of Many", "Gamma Games of Many", "Delta Games of Many", "Epsilon Games of Many"),
        editions=(("", 2020), ("", 2021), ("", 2021), ("icml", 2022), ("iclr", 2022)),
        category="Games",
        after=9,
        new=("* [Zeta: A New Way of Seeing Things](https://openreview.net/forum?id=zeta) by Mia Moon, Sam Sun. NeurIPS, 2023.",),
    ),
    "a table with remarks and a column beside the links": Shape(
        text=(
            "# Shelf\n\n## Names\n\n| Method | Paper | Venue | Link | Remarks | Notes |\n|---|---|---|---|---|---|\n"
            "| ALP | Alpha Names | 2020 CVPR | [2001.00001](https://arxiv.org/abs/2001.00001) | [data](https://x.org/data) | Names of all the things that one has seen so far |\n"
            "| - | Beta Names | 2021 ICML | [2101.00001](https://arxiv.org/abs/2101.00001) | | Names that are given with no reason but the sound |\n"
            "| GAM | Gamma Names | 2022 ICML | [2201.00001](https://arxiv.org/abs/2201.00001) | | Names that come back again and again to one |\n"
        ),
        titles=("Alpha Names", "Beta Names", "Gamma Names"),
        editions=(("cvpr", 2020), ("icml", 2021), ("icml", 2022)),
        category="Names",
        after=9,
        new=("| - | Zeta: A New Way of Seeing Things | 2023 NeurIPS | [Zeta](https://openreview.net/forum?id=zeta) |  |  |",),
    ),
    "what a file beside the list says, and a sign in front of a remark": Shape(
        text=(
            "# Shelf\n\n## Graphs\n\n* Alpha Graphs of Things, ICLR 2020  [[PDF](https://openreview.net/forum?id=a)] [:book:](./cites/a.txt)\n\n  ▷*Node learning*\n\n"
            "* Beta Graphs of Things, ICML 2021  [[PDF](https://openreview.net/forum?id=b)] [:book:](./cites/b.txt)\n\n  ▷*Learning with graphs*\n"
        ),
        titles=("Alpha Graphs of Things", "Beta Graphs of Things"),
        editions=(("iclr", 2020), ("icml", 2021)),
        category="Graphs",
        after=11,
        new=("", "* Zeta: A New Way of Seeing Things, NeurIPS 2023  [[PDF](https://openreview.net/pdf?id=zeta)]"),
    ),
}
