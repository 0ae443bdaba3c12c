"""A process killed at any moment of deciding or publishing leaves the old state or the new one (`benchmarks/kill.py` does it 200 times)."""

import subprocess
import sys
from pathlib import Path

# Enough for some to hit a publication; each takes about a second.
ROUNDS = 8


def test_no_decision_is_lost_or_doubled_and_the_list_is_never_torn() -> None:
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, str(root / "benchmarks" / "kill.py"), str(ROUNDS)],
        cwd=root,
        env={"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert f"{ROUNDS} kills" in done.stdout
    assert "twice the same: True" in done.stdout
