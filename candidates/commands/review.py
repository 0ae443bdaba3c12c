"""`covenue review`: the queue as a page in a browser."""

from functools import partial
from typing import TYPE_CHECKING

import click

from candidates.commands.cli_options import say, workspace_options
from candidates.workspace import Workspace

if TYPE_CHECKING:
    from candidates.crawling.one_abstract import FoundAbstract
    from spiders.formats.crossref import Work
    from spiders.paper import Paper


def _asked(workspace: Workspace, doi: str) -> "Work":
    """What Crossref says of a DOI. Imported when somebody asks: the page itself needs nothing of the crawler."""
    from candidates.crawling.one_doi import work_of

    return work_of(doi, mirror=workspace.mirror_url, contact=workspace.config.contact)


def _fetched(workspace: Workspace, paper: "Paper", doi: str) -> "FoundAbstract":
    """The abstract of a paper from the indexes."""
    from candidates.crawling.one_abstract import abstract_of

    return abstract_of(paper, workspace.editions, doi=doi, mirror=workspace.mirror_url, contact=workspace.config.contact)


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Serve at this address; another than this machine's own needs a token."
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65_535), help="Serve at this port; 0 takes a free one.")
@click.option(
    "--public-url",
    metavar="URL",
    help="The address by which a proxy or tunnel leads here, such as https://review.example.org/snn/; names, cookies and links follow it.",
)
@click.option("--new-token", is_flag=True, help="Make a new token; the addresses given to people until now stop working.")
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
@workspace_options
def review(workspace: Workspace, host: str, port: int, public_url: str | None, new_token: bool, no_open: bool) -> None:
    """Review the candidates in a browser: one key a decision. Ctrl-C ends it; every decision is stored at once.

    Example: covenue review --port 8080
    """
    from candidates.review.app import ReviewApp
    from candidates.review.highlighting import marker_of
    from candidates.review.relearn import Learner
    from candidates.review.security import PublicUrl
    from candidates.review.server import kept_token, listen, serve
    from candidates.review.service import ReviewService

    public = PublicUrl.of(public_url) if public_url else None
    where = listen(host, port, public, partial(kept_token, workspace.folder, renew=new_token))
    with workspace.open_store() as store:
        service = ReviewService(store, workspace.list_path, marker_of(workspace))
        learner = Learner(workspace, service.learnt.put, lambda why: say(f"The order stays that of the last screening: {why}"))
        asking = (partial(_asked, workspace), partial(_fetched, workspace))
        app = ReviewApp(service, where.policy, "" if where.policy.token else workspace.reviewer, learner.notice, *asking)
        say(f"The review page is at {where.address} (Ctrl-C ends it)")
        if where.policy.token:
            clear = "" if public and public.scheme == "https" else " It travels unencrypted."
            say(f"Whoever has this address can decide; give it only to those who shall.{clear} It stays the same until --new-token.")
        try:
            serve(app.asgi, where, open_browser=not no_open)
        finally:
            learner.close()
