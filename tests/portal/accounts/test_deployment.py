"""Behind HTTPS: Django's own deployment checks, cookies, headers; each in a process of its own settings."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

LOOK = """
import json, sys
from pathlib import Path
from portal.configuration import PortalConfiguration, configure, migrate
configuration = PortalConfiguration(
    data_dir=Path(sys.argv[1]), secret_key="kC3v9-" * 12, is_behind_https=True, allowed_hosts=("hoso.xa.vn",),
)
configure(configuration)
migrate(configuration)
from django.core.checks import run_checks
from django.test import Client
from portal.people import set_account
account = set_account("lan")
near = {"headers": {"Host": "hoso.xa.vn", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}}
client = Client()
plain = client.get("/login/", headers={"Host": "hoso.xa.vn"})
page = client.get("/login/", **near)
client.post("/login/", {"username": account.user, "password": account.password}, secure=True, **near)
from portal.models import AuditEvent
print(json.dumps({
    "checks": [one.id for one in run_checks(include_deployment_checks=True)],
    "plain": [plain.status_code, plain.headers.get("Location", "")],
    "headers": dict(page.headers),
    "cookies": {name: [one["secure"], one["httponly"], one["samesite"], one["path"], one["domain"]]
                for name, one in client.cookies.items()},
    "address": AuditEvent.objects.get(kind="login").address,
}))
"""


@pytest.mark.slow
def test_behind_https_djangos_checks_are_clean_and_cookies_and_headers_are_right(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", LOOK, str(tmp_path)], capture_output=True, text=True, check=False, timeout=500
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout.splitlines()[-1])
    assert told["checks"] == []
    assert told["plain"] == [301, "https://hoso.xa.vn/login/"]
    headers = told["headers"]
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert headers["Cross-Origin-Opener-Policy"].startswith("same-origin")
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert headers["Referrer-Policy"] == "same-origin"
    assert set(told["cookies"]) >= {"__Host-session", "__Host-csrf"}
    for name, (secure, hidden, same_site, path, domain) in told["cookies"].items():
        assert (secure, hidden, same_site, path, domain) == (True, True, "Lax", "/", ""), name
    assert told["address"] == "203.0.113.7"
