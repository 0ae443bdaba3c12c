"""Firefox, told what to do by WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/), which it speaks itself: no driver program is needed,
and Playwright drives only a Firefox of its own make.
"""

import json
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

FIREFOX = Path("/usr/bin/firefox-esr")
# Seconds for an answer: a hundred times what it takes on an idle machine, because test machines are busy.
PATIENCE = 60
# Nothing is asked of the network, and the first window is empty.
PREFERENCES = {
    "app.update.auto": False,
    "app.normandy.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage": "about:blank",
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.systemAddon.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "http://127.0.0.1:9/",
    "toolkit.telemetry.enabled": False,
}
# Keys that have no letter, by the code points of the WebDriver standard.
KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Escape": "\ue00c"}


class Firefox:
    """One window of a running Firefox."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._number = 0
        self._ask("session.new", capabilities={})
        self._context = ""
        self.renew()

    def renew(self) -> None:
        """Takes a new window. The one that Firefox starts with has no focus, nor has one that Tab led out of (Firefox 140, 2026-11-29)."""
        self._context = self._ask("browsingContext.create", type="window")["context"]

    def open(self, address: str, width: int = 1366, height: int = 625) -> None:
        """Shows the page at an address in a window of that size, and waits until it is there."""
        self._ask("browsingContext.setViewport", context=self._context, viewport={"width": width, "height": height})
        self._ask("browsingContext.navigate", context=self._context, url=address, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """What an expression of JavaScript gives in the page, as JSON holds it; promises are waited for."""
        source = f"(async () => JSON.stringify(await ({expression})))()"
        answer = self._ask("script.evaluate", expression=source, target={"context": self._context}, awaitPromise=True)
        assert answer["type"] == "success", answer
        found = answer["result"].get("value")
        return None if found is None else json.loads(found)

    def until(self, expression: str) -> None:
        """Waits until the expression holds."""
        holds = f"""new Promise((done) => {{
          const end = Date.now() + {1000 * PATIENCE // 2};
          const look = () => ({expression}) ? done(true) : Date.now() > end ? done(false) : setTimeout(look, 30);
          look();
        }})"""
        assert self.evaluate(holds), expression

    def press(self, *keys: str) -> None:
        """Presses keys one after the other; "Shift+Tab" holds the first."""
        steps = []
        for key in keys:
            held = "\ue008" if key.startswith("Shift+") else ""
            value = KEYS.get(key.removeprefix("Shift+"), key)
            downs = [{"type": "keyDown", "value": each} for each in (held, value) if each]
            steps += [*downs, *({"type": "keyUp", "value": each["value"]} for each in reversed(downs))]
        self._ask("input.performActions", context=self._context, actions=[{"type": "key", "id": "keys", "actions": steps}])

    def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        self._connection.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._connection.recv(timeout=PATIENCE))
            if answer.get("id") == self._number:
                assert answer["type"] == "success", answer
                result: dict[str, Any] = answer["result"]
                return result


@contextmanager
def running(profile: Path) -> Iterator[Firefox]:
    """Starts Firefox without a screen, with a profile of its own."""
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="ascii")
    command = [str(FIREFOX), "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr
        said = (re.search(r"BiDi listening on (ws://\S+)", line) for line in process.stderr)
        address = next((found[1] for found in said if found), "")
        assert address, "Firefox ended before it could be talked to"
        threading.Thread(target=process.stderr.read, daemon=True).start()  # a full pipe would hold it up
        with connect(f"{address}/session", max_size=None, open_timeout=PATIENCE) as connection:
            yield Firefox(connection)
    finally:
        process.terminate()
        process.wait(PATIENCE)
