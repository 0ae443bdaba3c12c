"""The list on disk: replaced whole or not at all, never over somebody else's edit; or committed to a branch of its own."""

import os
import subprocess
from pathlib import Path

import pytest
from own_venues import read_list

from candidates.publishing.atomic_file import ListChangedError, ListReadOnlyError, write_atomically
from candidates.publishing.entry_style import Addition
from candidates.publishing.git_branch import BranchError, commit_message, commit_to_branch
from candidates.publishing.list_writer import publish_into
from candidates.reading_list.parts import ListError

OLD, NEW = b"## SNN\n- Old\n", b"## SNN\n- Old\n- New\n"


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    file = tmp_path / "README.md"
    file.write_bytes(OLD)
    return file


class TestWriting:
    def test_the_new_list_replaces_the_old_and_leaves_nothing_beside_it(self, listing: Path) -> None:
        listing.chmod(0o640)
        write_atomically(listing, NEW, OLD)
        assert listing.read_bytes() == NEW
        assert listing.stat().st_mode & 0o777 == 0o640
        assert [p.name for p in listing.parent.iterdir()] == ["README.md"]

    def test_a_list_edited_meanwhile_is_never_overwritten(self, listing: Path) -> None:
        listing.write_bytes(b"## SNN\n- Edited\n")
        with pytest.raises(ListChangedError, match="edited while this ran"):
            write_atomically(listing, NEW, OLD)
        assert listing.read_bytes() == b"## SNN\n- Edited\n"

    def test_an_edit_at_the_last_moment_is_kept(self, listing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def edited(_handle: int) -> None:
            listing.write_bytes(b"## SNN\n- Edited\n")

        monkeypatch.setattr(os, "fsync", edited)
        with pytest.raises(ListChangedError):
            write_atomically(listing, NEW, OLD)
        assert listing.read_bytes() == b"## SNN\n- Edited\n"
        assert [p.name for p in listing.parent.iterdir()] == ["README.md"]

    def test_a_read_only_list_stays_as_it_is(self, listing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "access", lambda *_: False)  # a mode alone does not stop the superuser, who may run the tests
        with pytest.raises(ListReadOnlyError, match="chmod u\\+w"):
            write_atomically(listing, NEW, OLD)
        assert listing.read_bytes() == OLD

    def test_a_full_disk_loses_nothing(self, listing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(_handle: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(ListError, match="No space left on device"):
            write_atomically(listing, NEW, OLD)
        assert listing.read_bytes() == OLD
        assert [p.name for p in listing.parent.iterdir()] == ["README.md"]

    def test_a_symbolic_link_is_followed(self, listing: Path) -> None:
        link = listing.parent / "link.md"
        link.symlink_to("README.md")
        write_atomically(link, NEW, OLD)
        assert link.is_symlink()
        assert listing.read_bytes() == NEW

    def test_a_list_removed_meanwhile_is_named(self, listing: Path) -> None:
        listing.unlink()
        with pytest.raises(ListError, match="no list at"):
            write_atomically(listing, NEW, OLD)


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=True, text=True).stdout


@pytest.fixture
def repository(listing: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for key in [k for k in os.environ if k.startswith("GIT_")]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("HOME", str(listing.parent / "nobody"))
    folder = listing.parent
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "user.name", "A Maintainer")
    git(folder, "config", "user.email", "a@example.org")
    (folder / "notes.txt").write_text("notes")
    git(folder, "add", "README.md", "notes.txt")
    git(folder, "commit", "-q", "-m", "Begin")
    return folder


class TestBranch:
    def test_only_the_branch_changes(self, repository: Path) -> None:
        (repository / "notes.txt").write_text("edited")
        (repository / "new.txt").write_text("new")
        git(repository, "add", "new.txt")
        before = git(repository, "status", "--porcelain")
        text = commit_to_branch(repository / "README.md", NEW, "add-aaai-2025", "Add 1 paper\n\nSNN:\n- New\n")
        assert git(repository, "show", "add-aaai-2025:README.md").encode() == NEW
        assert git(repository, "diff", "--name-only", "main", "add-aaai-2025") == "README.md\n"
        assert git(repository, "log", "-1", "--format=%an|%B", "add-aaai-2025").strip() == "A Maintainer|Add 1 paper\n\nSNN:\n- New"
        assert git(repository, "status", "--porcelain") == before
        assert (repository / "README.md").read_bytes() == OLD
        assert git(repository, "branch", "--show-current") == "main\n"
        assert text.startswith("# Add 1 paper\n\nSNN:\n- New\n")
        assert "git push -u origin add-aaai-2025" in text

    def test_the_same_again_changes_nothing(self, repository: Path) -> None:
        first = commit_to_branch(repository / "README.md", NEW, "new-papers", "Add")
        commit = git(repository, "rev-parse", "new-papers")
        assert commit_to_branch(repository / "README.md", NEW, "new-papers", "Add") == first
        assert git(repository, "rev-parse", "new-papers") == commit

    def test_a_branch_with_another_content_is_not_overwritten(self, repository: Path) -> None:
        commit_to_branch(repository / "README.md", NEW, "new-papers", "Add")
        with pytest.raises(BranchError, match="exists with another content"):
            commit_to_branch(repository / "README.md", OLD + b"- Third\n", "new-papers", "Add")

    def test_a_folder_without_repository(self, listing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(listing.parent.parent))
        with pytest.raises(BranchError, match="no git repository"):
            commit_to_branch(listing, NEW, "new-papers", "Add")

    def test_a_repository_without_commit(self, listing: Path) -> None:
        git(listing.parent, "init", "-q")
        with pytest.raises(BranchError, match="no commit yet"):
            commit_to_branch(listing, NEW, "new-papers", "Add")

    def test_a_list_that_is_not_committed(self, repository: Path) -> None:
        (repository / "other.md").write_bytes(OLD)
        with pytest.raises(BranchError, match=r"other\.md is not committed yet"):
            commit_to_branch(repository / "other.md", NEW, "new-papers", "Add")

    def test_edits_that_are_not_committed_do_not_slip_in(self, repository: Path) -> None:
        (repository / "README.md").write_bytes(b"## SNN\n- Edited\n")
        with pytest.raises(BranchError, match="not committed"):
            commit_to_branch(repository / "README.md", NEW, "new-papers", "Add")

    @pytest.mark.parametrize("name", ["", "a b", "-x", "a..b", "x.lock"])
    def test_a_name_that_is_no_branch_name(self, repository: Path, name: str) -> None:
        with pytest.raises(BranchError, match="no name for a branch"):
            commit_to_branch(repository / "README.md", NEW, name, "Add")

    def test_a_git_that_does_not_know_the_person(self, repository: Path) -> None:
        git(repository, "config", "--unset", "user.name")
        git(repository, "config", "--unset", "user.email")
        git(repository, "config", "user.useConfigOnly", "true")
        with pytest.raises(BranchError, match=r"user\.email"):
            commit_to_branch(repository / "README.md", NEW, "new-papers", "Add")
        assert "new-papers" not in git(repository, "branch", "--list")

    def test_the_message_names_what_was_done(self) -> None:
        found = read_list(b"## TODO\n- [ ] AAAI 2025\n\n## SNN\n- Old\n")
        additions = [Addition(title=t, venue="aaai", year=2025, category="SNN") for t in ("A spike", "B spike")]
        done = publish_into(found, additions, [("aaai", 2025)])
        assert commit_message(done) == "Add 2 papers\n\nSNN:\n- A spike\n- B spike\n\nTicked in the TODO:\n- AAAI 2025\n"
        assert commit_message(publish_into(found, [], [("aaai", 2025)])) == "Tick AAAI 2025\n"
