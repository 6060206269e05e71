"""Signing in with a password that an LDAP directory keeps: Debian's slapd with an office of four people."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal.accounts.doors import PASSWORD, browser, make_account, options, sign_in

pytestmark = [pytest.mark.usefixtures("portal_data"), pytest.mark.needs("slapd")]
BASE = "dc=xa,dc=vn"
CONFIGURATION = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/slapd.pid
database mdb
maxsize 10485760
suffix "{base}"
rootdn "cn=admin,{base}"
directory {folder}/db
access to attrs=userPassword by anonymous auth by * none
access to * by dn="cn=hoso,{base}" read by * none
"""
PEOPLE = """
dn: {base}
objectClass: dcObject
objectClass: organization
o: Xã
dc: xa

dn: ou=people,{base}
objectClass: organizationalUnit
ou: people

dn: ou=groups,{base}
objectClass: organizationalUnit
ou: groups

dn: cn=hoso,{base}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: hoso
userPassword: {password}
"""
PERSON = """
dn: uid={uid},ou=people,{base}
objectClass: inetOrgPerson
uid: {uid}
cn: {uid}
sn: {uid}
mail: {uid}@xa.vn
userPassword: {password}
"""
GROUP = """
dn: cn={cn},ou=groups,{base}
objectClass: groupOfNames
cn: {cn}
{members}
"""


def member(uid: str) -> str:
    return f"member: uid={uid},ou=people,{BASE}"


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a directory that runs while the module's tests do."""
    folder = tmp_path_factory.mktemp("slapd")
    (folder / "db").mkdir()
    (folder / "slapd.conf").write_text(CONFIGURATION.format(folder=folder, base=BASE))
    entries = [PEOPLE] + [PERSON.replace("{uid}", uid) for uid in ("lan", "minh", "khach", "own")]
    entries += [
        GROUP.replace("{cn}", "hoso").replace("{members}", "\n".join(map(member, ("lan", "minh", "own")))),
        GROUP.replace("{cn}", "van-thu").replace("{members}", member("lan")),
    ]
    text = "\n".join(one.strip() + "\n" for one in entries)
    (folder / "office.ldif").write_text(text.replace("{base}", BASE).replace("{password}", "Directory-1"))
    subprocess.run(
        ["slapadd", "-f", str(folder / "slapd.conf"), "-l", str(folder / "office.ldif")],
        check=True,
        capture_output=True,
    )
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    program = shutil.which("slapd") or "slapd"
    address = f"ldap://127.0.0.1:{port}"
    process = subprocess.Popen([program, "-f", str(folder / "slapd.conf"), "-h", address, "-d", "0"])
    _wait_for(port)
    yield address
    process.terminate()
    process.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the directory does not answer")


@pytest.fixture(autouse=True)
def office(directory: str) -> Iterator[None]:
    pytest.importorskip("django_auth_ldap", reason="needs pip install 'hoso[ldap]'")
    from portal.accounts.options import GroupRole, LdapOptions

    groups = f"ou=groups,{BASE}"
    ldap = LdapOptions(
        server_url=directory,
        search_base=f"ou=people,{BASE}",
        bind_dn=f"cn=hoso,{BASE}",
        bind_password="Directory-1",
        group_base=groups,
        allowed_groups=(f"cn=hoso,{groups}",),
        roles=(GroupRole(group=f"cn=van-thu,{groups}", role="clerk", level=2),),
    )
    with options(ldap=ldap):
        yield


def test_the_directory_checks_the_password_and_the_account_is_made_without_rights_of_its_own() -> None:
    from django.contrib.auth.models import User

    from portal.models import Grant, Notice

    make_account("quan_tri", "administrator")
    client = browser()
    assert sign_in(client, "minh", "Directory-1").status_code == 302
    minh = User.objects.get(username="minh")
    assert (minh.email, minh.has_usable_password(), minh.state.source) == ("minh@xa.vn", False, "ldap")
    assert not Grant.objects.filter(user=minh).exists()
    assert client.get("/records/").status_code == 403
    assert Notice.objects.filter(user__username="quan_tri", kind="account_made").exists()


def test_a_group_of_the_directory_gives_the_role_that_the_settings_say() -> None:
    from portal.models import Grant

    sign_in(browser(), "lan", "Directory-1")
    sign_in(browser(), "lan", "Directory-1")
    grant = Grant.objects.get()
    assert (grant.role, grant.level, grant.given_by) == ("clerk", 2, "ldap")


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("minh", "wrong"),
        ("minh", ""),
        ("khach", "Directory-1"),  # in no group that is let in
        ("nobody", "Directory-1"),
        ("*", "Directory-1"),
        ("minh)(uid=*", "Directory-1"),
    ],
)
def test_nobody_else_comes_in(name: str, password: str) -> None:
    from django.contrib.auth.models import User

    answer = sign_in(browser(), name, password)
    assert answer.status_code == 200
    assert not User.objects.exists()


def test_an_account_of_our_own_is_opened_by_its_own_password_alone() -> None:
    make_account("own", "records_staff")
    assert sign_in(browser(), "own", "Directory-1").status_code == 200
    assert sign_in(browser(), "own", PASSWORD).status_code == 302


def test_a_directory_that_is_down_leaves_our_own_accounts_working(tmp_path: Path) -> None:
    from dataclasses import replace

    from portal.configuration import current

    make_account("own", "records_staff")
    ldap = current().accounts.ldap
    assert ldap is not None
    with options(ldap=replace(ldap, server_url="ldap://127.0.0.1:9")):
        assert sign_in(browser(), "own", PASSWORD).status_code == 302
        assert sign_in(browser(), "minh", "Directory-1").status_code == 200


def test_an_account_that_is_switched_off_here_stays_off() -> None:
    from django.contrib.auth.models import User

    sign_in(browser(), "minh", "Directory-1")
    User.objects.update(is_active=False)
    assert sign_in(browser(), "minh", "Directory-1").status_code == 403
