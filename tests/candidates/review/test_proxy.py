"""The page behind a real proxy: nginx as its documentation shows it, below a path, with the name and without.

Needs Debian's nginx; `.ci/run` installs it where it may. The page itself is served as `covenue review` serves it.
"""

import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from starlette.testclient import TestClient

from candidates.queue.decisions import decisions
from candidates.review.app import ReviewApp
from candidates.review.security import PublicUrl
from candidates.review.server import listen
from candidates.review.service import ReviewService
from candidates.store.database import Store

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
pytestmark = pytest.mark.skipif(not Path(NGINX).exists(), reason="nginx is not installed (apt-get install nginx-light)")

CONFIG = """
daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{
    listen 127.0.0.1:{port};
    location /snn/ {{ proxy_pass http://127.0.0.1:{upstream}{strip}; {headers} }}
  }}
}}
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@pytest.fixture(params=[("/", ""), ("", ""), ("/", "proxy_set_header Host $http_host;")], ids=["path taken away", "path kept", "name kept"])
def through_nginx(request: pytest.FixtureRequest, service: ReviewService, tmp_path: Path) -> Iterator[str]:
    """The public address of the page, nginx running before it."""
    strip, headers = request.param
    port = free_port()
    public = PublicUrl.of(f"http://127.0.0.1:{port}/snn/")
    where = listen("127.0.0.1", 0, public)
    server = uvicorn.Server(uvicorn.Config(ReviewApp(service, where.policy, "ada").asgi, log_level="error", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [where.listening]})
    thread.start()
    config = tmp_path / "nginx.conf"
    config.write_text(CONFIG.format(folder=tmp_path, port=port, upstream=where.policy.port, strip=strip, headers=headers), encoding="ascii")
    nginx = subprocess.Popen([NGINX, "-p", str(tmp_path), "-c", str(config)], stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            break
    yield str(public)
    nginx.terminate()
    nginx.wait(10)
    server.should_exit = True
    thread.join()


def test_a_person_reads_decides_and_takes_back_through_nginx(
    through_nginx: str, store: Store, five: list[str], browser: Callable[[str], TestClient]
) -> None:
    client = browser(through_nginx)
    page = client.get(through_nginx)
    assert page.status_code == 200
    for link in re.findall(r'(?:href|src)="(/[^"]*\.(?:css|js|svg))"', page.text):
        assert client.get(link).status_code == 200
    action = re.search(r'<form id="decision" method="post" action="([^"]+)"', page.text)
    assert action
    answer = client.post(action[1], data={"verdict": "rejected", "expected": "0", "reason": "seen through nginx"})
    assert answer.status_code == 200
    assert str(answer.url).startswith(through_nginx)
    assert [(each.verdict, each.reason) for each in decisions(store)] == [("rejected", "seen through nginx")]
    assert client.post("/snn/undo", data={"paper": ""}).status_code == 200
    assert client.post(action[1], data={"verdict": "later", "expected": "0"}, headers={"Origin": "https://evil.example"}).status_code == 403


@pytest.fixture
def browser() -> Callable[[str], TestClient]:
    """A client that sends what a browser on that page sends."""
    import httpx2

    def make(address: str) -> TestClient:
        origin = re.match(r"https?://[^/]+", address)
        assert origin
        return httpx2.Client(base_url=origin[0], headers={"Origin": origin[0]}, follow_redirects=True)  # type: ignore[return-value]  # a client over sockets, with the same methods

    return make
