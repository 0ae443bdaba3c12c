"""Commits a new version of the list to a git branch of its own. The work tree and the current branch stay as they are; nothing is pushed.

Uses git itself through its plumbing commands and a temporary index.
"""

import os
import subprocess
import tempfile
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from candidates.counted import counted
from candidates.publishing.list_writer import Published
from candidates.reading_list.parts import ListError

# Of the GIT_… variables only these say who commits; the others (set inside hooks) would point git at another repository or index.
WHO = ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_AUTHOR_DATE", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "GIT_COMMITTER_DATE")
# Nothing here touches the network; a git that takes longer hangs on a lock or a dead disk (seconds).
PATIENCE = 60


class BranchError(ListError):
    """The list cannot be committed to the branch; the message says what to do."""


@dataclass(frozen=True, slots=True)
class _Git:
    """Runs git in a repository."""

    folder: Path
    index: Path | None = None

    def __call__(self, *arguments: str, text: bytes = b"") -> bytes:
        done = self.run(*arguments, text=text)
        if done.returncode:
            raise BranchError(f"git {arguments[0]} failed: {_first_line(done.stderr)}")
        return done.stdout

    def run(self, *arguments: str, text: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or k in WHO}
        environment["LC_ALL"] = "C"
        if self.index is not None:
            environment["GIT_INDEX_FILE"] = str(self.index)
        try:
            return subprocess.run(  # noqa: S603 - no shell, and the arguments are ours or checked
                ["git", "--no-optional-locks", "-C", str(self.folder), *arguments],  # noqa: S607 - the person's own git
                input=text,
                capture_output=True,
                env=environment,
                timeout=PATIENCE,
                check=False,
            )
        except FileNotFoundError:
            raise BranchError("There is no git on this computer. Install it, or publish without --branch.") from None
        except subprocess.TimeoutExpired:
            raise BranchError(f"git did not answer within {PATIENCE} s. Look for a lock file in .git and try again.") from None


def _first_line(output: bytes) -> str:
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return lines[0] if lines else "no message"


def commit_to_branch(repo_file: Path | str, new_bytes: bytes, branch: str, message: str) -> str:
    """Commits `new_bytes` as the file's content to `branch`, made from the current commit, and returns the text for a pull request.

    Doing it again with the same content changes nothing. Raises BranchError when the file is in no repository, not committed or edited
    since, when the name is no branch name, or when the branch exists with another content.
    """
    file = Path(os.path.realpath(repo_file))
    git, path = _repository(file)
    if git.run("check-ref-format", "--branch", branch).returncode:
        raise BranchError(f"{branch!r} is no name for a branch. Use letters, digits and hyphens, for example add-aaai-2025.")
    entry = git("ls-tree", "HEAD", "--", path).decode("utf-8", "surrogateescape")
    if not entry:
        raise BranchError(f"{path} is not committed yet. Commit it first, then publish to a branch.")
    if git("status", "--porcelain", "--", path).strip():
        raise BranchError(
            f"{path} has changes that are not committed. Commit or undo them first, so that the branch holds only the new papers."
        )
    blob = git("hash-object", "-w", "--stdin", "--path", path, text=new_bytes).decode().strip()
    base = git("rev-parse", "--abbrev-ref", "HEAD").decode().strip()
    ref = f"refs/heads/{branch}"
    existing = git.run("rev-parse", "--verify", "--quiet", f"{ref}:{path}")
    if existing.returncode == 0 and existing.stdout.decode().strip() == blob:
        return _pull_request(message, branch, base)
    if git.run("rev-parse", "--verify", "--quiet", ref).returncode == 0:
        raise BranchError(
            f"The branch {branch} exists with another content. Choose another name, or delete it with `git branch -D {branch}`."
        )
    commit = _commit(git, path, entry.split()[0], blob, message)
    git("update-ref", "-m", "covenue publish", ref, commit, "0" * len(commit))
    return _pull_request(message, branch, base)


def _repository(file: Path) -> tuple[_Git, str]:
    """Git in the repository of a file, and the file's path there."""
    top = _Git(file.parent).run("rev-parse", "--show-toplevel")
    if top.returncode:
        raise BranchError(f"{file.parent} is in no git repository. Run `git init` there and commit the list, or publish without --branch.")
    folder = Path(os.path.realpath(top.stdout.decode("utf-8", "surrogateescape").rstrip("\r\n")))
    git = _Git(folder)
    if git.run("rev-parse", "--verify", "--quiet", "HEAD").returncode:
        raise BranchError(f"The repository {folder} has no commit yet. Commit the list first.")
    return git, file.relative_to(folder).as_posix()


def _commit(git: _Git, path: str, mode: str, blob: str, message: str) -> str:
    """The id of a new commit on HEAD in which only the file differs; made in an index of its own."""
    with tempfile.TemporaryDirectory(prefix="covenue-") as folder:
        staged = _Git(git.folder, Path(folder) / "index")
        staged("read-tree", "HEAD")
        staged("update-index", "--cacheinfo", f"{mode},{blob},{path}")
        tree = staged("write-tree").decode().strip()
    done = git.run("commit-tree", tree, "-p", "HEAD", "-F", "-", text=message.encode())
    if done.returncode and b"ident" in done.stderr.lower():
        raise BranchError("git does not know who you are. Set `git config user.name` and `git config user.email`, then try again.")
    if done.returncode:
        raise BranchError(f"git commit-tree failed: {_first_line(done.stderr)}")
    return done.stdout.decode().strip()


def commit_message(published: Published) -> str:
    """What a publication does, as a commit message: papers by category, ticked items."""
    count = len(published.added)
    ticked = [item.text for item in published.ticked]
    subject = f"Add {counted(count, 'paper')}" if count else f"Tick {', '.join(ticked)}" if ticked else "Change nothing"
    lines = [subject, ""]
    for category, added in groupby(published.added, key=lambda paper: paper.category):
        lines += [f"{category}:", *(f"- {paper.title}" for paper in added), ""]
    if ticked and count:
        lines += ["Ticked in the TODO:", *(f"- {text}" for text in ticked), ""]
    return "\n".join(lines).rstrip() + "\n"


def _pull_request(message: str, branch: str, base: str) -> str:
    subject, _, body = message.partition("\n")
    steps = f"Branch `{branch}`, made from `{base}`. To hand it in: `git push -u origin {branch}`, then open a pull request with this text."
    return f"# {subject}\n\n{body.strip()}\n\n---\n{steps}\n" if body.strip() else f"# {subject}\n\n---\n{steps}\n"
