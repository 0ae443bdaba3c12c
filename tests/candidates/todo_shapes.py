"""TODOs as people write them, each with what is read of it, the lines that a tick changes, and those of a new item (or why none)."""

from dataclasses import dataclass

HEAD = "# Shelf\n\n"
PAPERS = "\n## Papers\n\n- [Alpha Learning of Many Things](https://openreview.net/forum?id=a) (ICML 2024)\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoShape:
    """`todo` stands between HEAD and PAPERS. `items` are texts with a leading "x " where done, `ticked` the lines that change once
    AAAI 2025 is done, `added` those that ICML 2026 brings, `refused` why it brings none."""

    todo: str
    items: tuple[str, ...]
    ticked: tuple[str, ...]
    added: tuple[str, ...] = ()
    refused: str = ""
    unticked: str = ""


SHAPES = {
    "a table with a column of signs": TodoShape(
        todo="## TODO\n\n| Venue | Year | Status |\n|---|---|---|\n| AAAI | 2025 | ☐ |\n| ICLR | 2025 | ✅ |\n",
        items=("AAAI 2025", "x ICLR 2025"),
        ticked=("| AAAI | 2025 | ✅ |",),
        added=("| ICML | 2026 | ☐ |",),
    ),
    "a table with bars below each other and words for the state": TodoShape(
        todo="## Roadmap\n\n| Conference | State   | Who |\n| ---------- | ------- | --- |\n| AAAI 2025  | missing | Jo  |\n| ICLR'25    | Done    |     |\n",
        items=("AAAI 2025", "x ICLR'25"),
        ticked=("| AAAI 2025  | Done | Jo  |",),
        added=("| ICML 2026  | missing |     |",),
    ),
    "a table outside of a TODO whose rows have boxes": TodoShape(
        todo="## Progress\n\n| | Edition | Notes |\n| --- | --- | --- |\n| [ ] | AAAI 2025 | waiting until their proceedings come out |\n| [x] | ICLR 2025 | |\n",
        items=("AAAI 2025", "x ICLR 2025"),
        ticked=("| [x] | AAAI 2025 | waiting until their proceedings come out |",),
        added=("| [ ] | ICML 2026 | |",),
    ),
    "a table whose last column is empty where nothing is done": TodoShape(
        todo="## TODO\n\n| Venue | Year | Done |\n|---|---|---|\n| ICLR | 2025 | yes |\n| AAAI | 2025 | |\n",
        items=("x ICLR 2025", "AAAI 2025"),
        ticked=("| AAAI | 2025 | yes |",),
        added=("| ICML | 2026 | |",),
    ),
    "a table of venues with all their years": TodoShape(
        todo="## Missing\n\n| Venue | Years |\n| --- | --- |\n| AAAI | 2025 |\n| NeurIPS | 2024, 2025 |\n",
        items=("AAAI 2025", "NeurIPS 2024, 2025"),
        ticked=(),
        added=("| ICML | 2026 |",),
        unticked="line 7 has no box to tick",
    ),
    "venues by years": TodoShape(
        todo="## Coverage\n\n| | 2024 | 2025 | 2026 |\n|:--|:-:|:-:|:-:|\n| AAAI | ✅ | ☐ | - |\n| ICML | ✅ | ✅ | |\n",
        items=("x AAAI 2024", "AAAI 2025", "x ICML 2024", "x ICML 2025"),
        ticked=("| AAAI | ✅ | ✅ | - |",),
        added=("| ICML | ✅ | ✅ | ☐ |",),
    ),
    "years by venues": TodoShape(
        todo="## TODO\n\n| Year | AAAI | ICLR |\n|---|---|---|\n| 2024 | x | x |\n| 2025 | open | x |\n",
        items=("x 2024 AAAI", "x 2024 ICLR", "2025 AAAI", "x 2025 ICLR"),
        ticked=("| 2025 | x | x |",),
        refused="none for ICML 2026; add the column by hand",
    ),
    "a list in HTML with check boxes": TodoShape(
        todo='## TODO\n\n<ul>\n  <li><input type="checkbox" disabled> AAAI 2025</li>\n  <li><input type="checkbox" checked disabled> ICLR 2025</li>\n</ul>\n',
        items=("AAAI 2025", "x ICLR 2025"),
        ticked=('  <li><input type="checkbox" disabled checked> AAAI 2025</li>',),
        added=('  <li><input type="checkbox" disabled> ICML 2026</li>',),
    ),
    "a list in HTML on one line": TodoShape(
        todo="## TODO\n\n<ul><li>☐ AAAI 2025</li><li>☑ ICLR 2025</li></ul>\n",
        items=("AAAI 2025", "x ICLR 2025"),
        ticked=("<ul><li>☑ AAAI 2025</li><li>☑ ICLR 2025</li></ul>",),
        refused="Line 5 of the TODO is text in which covenue writes nothing; add ICML 2026 to it by hand",
    ),
    "a table in HTML, a cell a line": TodoShape(
        todo="## TODO\n\n<table>\n<tr><th>Venue</th><th>Year</th><th>Done</th></tr>\n<tr>\n  <td>AAAI</td>\n  <td>2025</td>\n  <td>no</td>\n</tr>\n"
        "<tr>\n  <td>ICLR</td>\n  <td>2025</td>\n  <td>yes</td>\n</tr>\n</table>\n",
        items=("AAAI 2025", "x ICLR 2025"),
        ticked=("  <td>yes</td>",),
        added=("<tr>", "  <td>ICML</td>", "  <td>2026</td>", "  <td>no</td>", "</tr>"),
    ),
    "a bold line above lines with signs": TodoShape(
        todo="**TODO**\n\n☐ AAAI 2025  \n☑ ICLR 2025  \n",
        items=("AAAI 2025", "x ICLR 2025"),
        ticked=("☑ AAAI 2025  ",),
        added=("☐ ICML 2026  ",),
    ),
    "boxes below a heading in Japanese": TodoShape(
        todo="## やること\n\n- [ ] AAAI 2025 を追加\n- [x] ICLR 2025 を追加\n",
        items=("AAAI 2025 を追加", "x ICLR 2025 を追加"),
        ticked=("- [x] AAAI 2025 を追加",),
        added=("- [ ] ICML 2026 を追加",),
    ),
    "bullets below a heading in German": TodoShape(
        todo="## Noch offen\n\n- [ ] Fehlende Arbeiten der AAAI 2025 ergänzen\n- [x] Fehlende Arbeiten der ICLR 2025 ergänzen\n",
        items=("Fehlende Arbeiten der AAAI 2025 ergänzen", "x Fehlende Arbeiten der ICLR 2025 ergänzen"),
        ticked=("- [x] Fehlende Arbeiten der AAAI 2025 ergänzen",),
        added=("- [ ] Fehlende Arbeiten der ICML 2026 ergänzen",),
    ),
    "boxes below a heading of another name, in Korean": TodoShape(
        todo="## 진행\n\n- [ ] AAAI 2025 논문 추가\n- [x] ICLR 2025 논문 추가\n",
        items=("AAAI 2025 논문 추가", "x ICLR 2025 논문 추가"),
        ticked=("- [x] AAAI 2025 논문 추가",),
        added=("- [ ] ICML 2026 논문 추가",),
    ),
    "boxes below what comes next": TodoShape(
        todo="## Next steps\n\n- [ ] Go through the AAAI 2025 proceedings\n- [x] Go through the ICLR 2025 proceedings\n",
        items=("Go through the AAAI 2025 proceedings", "x Go through the ICLR 2025 proceedings"),
        ticked=("- [x] Go through the AAAI 2025 proceedings",),
        added=("- [ ] Go through the ICML 2026 proceedings",),
    ),
    "a word above bullets": TodoShape(
        todo="TODO:\n- add the AAAI'25 papers\n- ~~add the ICLR'25 papers~~\n",
        items=("add the AAAI'25 papers", "x add the ICLR'25 papers"),
        ticked=(),
        added=("- add the ICML'26 papers",),
        unticked="line 4 has no box to tick",
    ),
    "a sentence": TodoShape(
        todo="TODO: we still need the papers of AAAI 2025 and ICLR 2025.\n",
        items=("TODO: we still need the papers of AAAI 2025 and ICLR 2025.",),
        ticked=(),
        refused="Line 3 of the TODO is text in which covenue writes nothing; add ICML 2026 to it by hand",
        unticked="line 3 has no box to tick",
    ),
    "bullets with signs": TodoShape(
        todo="## TODO\n\n- ☐ AAAI 2025\n- ✅ ICLR 2025\n- NeurIPS 2025 (done)\n",
        items=("AAAI 2025", "x ICLR 2025", "x NeurIPS 2025 (done)"),
        ticked=("- ✅ AAAI 2025",),
        added=("- ☐ ICML 2026",),
    ),
}
