"""What a review page takes for a copy that was put over its database, where the log's index was put away."""

import os
from pathlib import Path

from candidates.store.database import Store
from candidates.store.file_guard import DatabaseGuard


def test_nothing_is_said_of_a_database_whose_log_is_kept_elsewhere_by_now(tmp_path: Path) -> None:
    file = tmp_path / "covenue.sqlite"
    with Store(f"sqlite:///{file}") as store:
        guard = DatabaseGuard(store)
        guard.check()
        file.with_name(f"{file.name}-shm").unlink()
        os.utime(file, (1, 1))
        guard.check()
