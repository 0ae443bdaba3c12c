"""Names for new sections: what the papers have in common and neither the list nor other papers do."""

from candidates.screening.section_names import PaperTerms, SectionName, section_names

LISTED = [f"Spiking Neural Networks for {task}" for task in ("Vision", "Speech", "Graphs", "Control", "Language", "Tracking")]
HARDWARE = [
    PaperTerms(title="A Neuromorphic Chip for Spiking Neural Networks"),
    PaperTerms(title="Mapping Spiking Neural Networks onto Neuromorphic Chips"),
    PaperTerms(title="Sparse Events on an Accelerator", keywords=("neuromorphic chip", "spiking neural networks")),
    PaperTerms(title="Training Spiking Neural Networks for FPGAs"),
]


def test_the_name_is_what_the_papers_share_and_the_list_does_not() -> None:
    assert section_names(HARDWARE, LISTED, ["Learning"])[0] == SectionName("Neuromorphic Chip", 3)


def test_a_name_that_the_list_has_is_not_proposed_again() -> None:
    assert "Neuromorphic Chip" not in [each.name for each in section_names(HARDWARE, LISTED, ["Neuromorphic chips"])]


def test_papers_without_a_common_term_get_no_name() -> None:
    titles = ("Sorting by Snow", "Rivers of Glass", "An Owl in Winter", "Counting Stones")
    assert section_names([PaperTerms(title=title) for title in titles], LISTED, []) == []
    assert section_names([], LISTED, []) == []


def test_words_that_say_nothing_are_no_name() -> None:
    papers = [PaperTerms(title=f"A Novel Efficient Method with a Framework: {word}") for word in ("Owls", "Snow", "Glass")]
    assert section_names(papers, LISTED, []) == []


def test_names_keep_the_capitals_of_the_papers() -> None:
    papers = [PaperTerms(title=f"{word} with in-memory FPGA computing") for word in ("Owls", "Snow", "Glass")]
    assert section_names(papers, LISTED, [])[0].name == "In-memory FPGA Computing"


def test_a_name_may_end_in_what_a_single_word_may_not_be() -> None:
    papers = [PaperTerms(title=f"{word} by Diffusion Models") for word in ("Owls", "Snow", "Glass")]
    assert section_names(papers, LISTED, [])[0].name == "Diffusion Models"
