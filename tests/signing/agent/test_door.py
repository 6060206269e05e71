"""Who gets in at the agent's door: its own page, on this computer, paired, each request once."""

from __future__ import annotations

import http.client
import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from signing.agent.pairings import CODE_FILE, PAIRINGS_FILE, Pairings, shown_code
from signing.tokens import NamedToken
from tests.signing.agent.agents import PORTAL, Page, RunningAgent, paired_page, running_agent

TRIAL = NamedToken("thu", "throwaway")


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[RunningAgent]:
    with running_agent(tmp_path / "config", TRIAL) as running:
        yield running


def _get(agent: RunningAgent, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
    line = http.client.HTTPConnection("127.0.0.1", agent.server.port, timeout=10)
    line.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer


def test_it_listens_on_the_loopback_address_alone(agent: RunningAgent) -> None:
    server = agent.server._server
    assert server is not None
    assert server.socket.getsockname()[0] == "127.0.0.1"


def test_its_page_may_be_framed_by_nobody_and_loads_nothing_from_elsewhere(agent: RunningAgent) -> None:
    answer = _get(agent, "/")
    assert answer.status == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    "host", ["ke-xau.test", "ke-xau.test:9797", "127.0.0.1", "127.0.0.1:1", "[::1]:9797"]
)
def test_a_name_that_was_pointed_here_gets_nothing(agent: RunningAgent, host: str) -> None:
    assert _get(agent, "/", Host=host).status == 403
    status, told = Page(agent.server.port).post("/api/visit", {}, Host=host, Origin=f"http://{host}")
    assert (status, told["error"]["code"]) == (403, "StrangeRequest")


@pytest.mark.parametrize("origin", ["https://ke-xau.test", PORTAL, "null", "", "http://127.0.0.1:1"])
def test_a_page_of_elsewhere_gets_no_answer(agent: RunningAgent, origin: str) -> None:
    status, told = Page(agent.server.port).post("/api/visit", {}, Origin=origin)
    assert (status, told["error"]["code"]) == (403, "StrangeRequest")


def test_a_browser_that_says_the_request_crossed_sites_is_believed(agent: RunningAgent) -> None:
    assert Page(agent.server.port).post("/api/visit", {}, Sec_Fetch_Site="cross-site")[0] == 403


def test_no_preflight_is_granted(agent: RunningAgent) -> None:
    asked = {"Origin": "https://ke-xau.test", "Access_Control_Request_Method": "POST"}
    answer = _get(agent, "/api/sign", "OPTIONS", **asked, Access_Control_Request_Private_Network="true")
    assert answer.status >= 400
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{}", "text/plain"),
        (b"[]", "application/json"),
        (b"{", "application/json"),
        (b"[" * 90000, "application/json"),
    ],
    ids=["as text", "no object", "no json", "deep"],
)
def test_only_json_objects_are_read(agent: RunningAgent, body: bytes, kind: str) -> None:
    assert Page(agent.server.port).post("/api/visit", body, Content_Type=kind)[0] == 403


def test_a_body_over_the_bound_is_not_read(agent: RunningAgent) -> None:
    assert Page(agent.server.port).post("/api/visit", b"{}", Content_Length="9" * 12)[0] == 403


@pytest.mark.parametrize("path", ["/api/look", "/api/open", "/api/sign", "/api/close"])
def test_who_is_not_paired_gets_nowhere(agent: RunningAgent, path: str) -> None:
    page = Page(agent.server.port, pairing="0" * 16, key=b"k" * 32)
    page.begin()
    for status, told in (page.call(path, {}), page.post(path, {}), page.post(path, {}, seal="a.b.c")):
        assert (status, told["error"]["code"]) == (401, "NotPaired")


def test_a_request_that_comes_again_is_refused(agent: RunningAgent) -> None:
    page = paired_page(agent)
    assert page.call("/api/look", {})[0] == 200
    page.number -= 1
    status, told = page.call("/api/look", {})
    assert (status, told["error"]["code"]) == (403, "StrangeRequest")


def test_a_request_of_an_earlier_run_of_the_agent_is_refused(agent: RunningAgent) -> None:
    page = paired_page(agent)
    with running_agent(agent.folder, TRIAL) as later:
        page.port = later.server.port
        assert page.call("/api/look", {})[0] == 403
        page.begin()
        assert page.call("/api/look", {})[0] == 200


def test_a_seal_holds_for_its_path_and_its_words_alone(agent: RunningAgent) -> None:
    page = paired_page(agent)
    page.number += 1
    from signing.agent.seals import seal_of

    mac = seal_of(page.key, page.visit, page.number, "/api/look", b"{}")
    seal = f"{page.pairing}.{page.visit}.{page.number}.{mac}"
    assert page.post("/api/close", b"{}", seal=seal)[0] == 401
    assert page.post("/api/look", b'{"a": 1}', seal=seal)[0] == 401
    assert page.post("/api/look", b"{}", seal=seal)[0] == 200


def test_a_wrong_code_counts_and_the_third_ends_it(agent: RunningAgent) -> None:
    page = Page(agent.server.port)
    page.post("/api/pair/begin", {"origin": PORTAL})
    wrong = "0000 0000" if agent.code != "0000 0000" else "1111 1111"
    told = [page.post("/api/pair", {"origin": PORTAL, "code": wrong})[1]["error"]["vi"] for _ in range(3)]
    assert "Còn 2 lần" in told[0]
    assert "Còn 1 lần" in told[1]
    assert "hết hạn" in told[2]
    assert page.post("/api/pair", {"origin": PORTAL, "code": agent.code})[0] == 401


def test_a_code_is_for_the_page_that_asked_and_for_one_pairing(agent: RunningAgent) -> None:
    page = Page(agent.server.port)
    page.post("/api/pair/begin", {"origin": PORTAL})
    assert page.post("/api/pair", {"origin": "https://ke-xau.test", "code": agent.code})[0] == 401
    assert page.post("/api/pair", {"origin": PORTAL, "code": agent.code})[0] == 200
    assert page.post("/api/pair", {"origin": PORTAL, "code": agent.code})[0] == 401


def test_a_code_lasts_five_minutes(tmp_path: Path) -> None:
    now, told = [0.0], []
    pairings = Pairings(tmp_path, tell=told.append, clock=lambda: now[0])
    pairings.begin(PORTAL)
    now[0] = 301.0
    from records.errors import NotPaired

    with pytest.raises(NotPaired):
        pairings.finish(PORTAL, told[0].split("mã ghép: ")[1][:9])


def test_a_page_that_keeps_asking_for_codes_is_told_to_wait(agent: RunningAgent) -> None:
    page = Page(agent.server.port)
    statuses = [page.post("/api/pair/begin", {"origin": PORTAL})[0] for _ in range(7)]
    assert statuses == [200] * 6 + [401]


@pytest.mark.parametrize(
    "origin", ["", "file://", "http://a b", "javascript:alert(1)", "http://x\nmã ghép: 1", "http://X.test"]
)
def test_only_origins_of_web_pages_are_paired(agent: RunningAgent, origin: str) -> None:
    assert Page(agent.server.port).post("/api/pair/begin", {"origin": origin})[0] == 403
    assert agent.told == []


def test_pairings_outlive_the_agent_in_a_file_of_their_owner(agent: RunningAgent) -> None:
    page = paired_page(agent)
    file = agent.folder / PAIRINGS_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    held = json.loads(file.read_text())
    assert [one["origin"] for one in held] == [PORTAL]
    assert not (agent.folder / CODE_FILE).exists()
    assert page.key not in repr(Pairings(agent.folder, tell=print).listed()).encode()


def test_a_code_can_be_seen_where_the_agent_has_no_terminal(agent: RunningAgent) -> None:
    Page(agent.server.port).post("/api/pair/begin", {"origin": PORTAL})
    assert shown_code(agent.folder) == (PORTAL, agent.code)
    assert stat.S_IMODE((agent.folder / CODE_FILE).stat().st_mode) == 0o600


def test_a_damaged_file_of_pairings_lets_nobody_in(agent: RunningAgent) -> None:
    page = paired_page(agent)
    (agent.folder / PAIRINGS_FILE).write_text('{"id": ')
    assert page.call("/api/look", {})[0] == 401


def test_a_second_agent_on_the_same_port_says_so(agent: RunningAgent) -> None:
    from records.errors import SettingInvalid
    from signing.agent.server import AgentServer

    with (
        pytest.raises(SettingInvalid, match=str(agent.server.port)),
        AgentServer(agent.server._calls, port=agent.server.port),
    ):
        pass
