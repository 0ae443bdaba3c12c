"""What a topic file is proposed from: the workspace's list, and where there is a database its papers and decisions."""

from sqlalchemy import select

from candidates.screening.learning import classifier_errors, entries_of
from candidates.screening.screening import BATCH, maintainers_decisions
from candidates.store.tables import PAPERS
from candidates.workspace import Workspace
from classifier.list_terms import sample
from classifier.text import Text
from classifier.topic_writing import proposed_topic


def proposal(workspace: Workspace) -> str:
    """The text of the topic file. Raises CovenueError, ListError."""
    listing = workspace.reading_list()
    crawled: list[str] = []
    accepted: list[str] = []
    rejected: list[str] = []
    if workspace.has_database:
        with workspace.open_store() as store:
            for decision in maintainers_decisions(store):
                (accepted if decision.accepted else rejected).append(decision.paper.title)
            question = select(PAPERS.c.id, PAPERS.c.title).execution_options(yield_per=BATCH)
            with store.reading() as connection:
                crawled = [text.title for text in sample((row.id, Text(row.title)) for row in connection.execute(question))]
    with classifier_errors():
        name = workspace.list_path.resolve().parent.name or "my list"
        return proposed_topic(name, entries_of(listing, {}), listing.categories, crawled, accepted, rejected)
