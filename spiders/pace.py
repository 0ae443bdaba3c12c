"""How fast hosts are asked: never faster than `spiders.settings` says, unless a mirror is asked in their stead. Pure."""

from collections.abc import Mapping
from typing import Any

from spiders.settings import DOWNLOAD_DELAY

# Seconds before the second try at a mirror that is asked without pace: one's own need not be given a second to recover.
FIRST_WAIT_AT_MIRROR = 0.2


def paced(
    slots: Mapping[str, Mapping[str, Any]], delay: float | None, *, mirror: str = "", delays: Mapping[str, float] | None = None
) -> list[tuple[str, Any]]:
    """Scrapy's settings for a delay that a person asked for (None: the usual one) and their own slower hosts (`delays`), by name."""
    own, usual = delays or {}, DOWNLOAD_DELAY

    def delay_of(host: str, usually: float) -> float:
        wanted = max(usually, own.get(host, 0.0))
        if delay is None:
            return wanted
        return delay if mirror else max(wanted, delay)

    hosts = {host: dict(slots.get(host, {"concurrency": 1, "delay": usual, "jitter": 0})) for host in {*slots, *own}}
    hurried = mirror and delay is not None and delay < usual
    return [
        ("DOWNLOAD_SLOTS", {host: {**slot, "delay": delay_of(host, slot["delay"])} for host, slot in hosts.items()}),
        ("DOWNLOAD_DELAY", delay_of("", usual)),
        ("COVENUE_SECONDS_BEFORE_RETRY", FIRST_WAIT_AT_MIRROR if hurried else 1.0),
    ]
