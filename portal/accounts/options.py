"""What an office may set about signing in, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class FactorRule(StrEnum):
    """From whom a second factor is asked."""

    ADMINISTRATORS = "administrators"
    """From administrators, the least that QCVN 12:2026/BCA allows."""
    OUTSIDE = "outside"
    """From administrators, and from everybody who comes from outside the office's networks."""
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRole:
    """A role that members of a directory's group have, because the office's settings say so."""

    group: str
    role: str
    unit: str = ""
    """Folder name of the unit; empty for the whole office."""
    level: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class OidcOptions:
    """An OpenID Connect provider by which people sign in."""

    server_url: str
    """The issuer; its configuration lies below `/.well-known/openid-configuration`."""
    client_id: str
    secret: str = field(repr=False)
    name: str = "OpenID Connect"
    """On the button of the sign-in page."""
    groups_claim: str = "groups"
    """Claim that lists the person's groups."""
    allowed_groups: tuple[str, ...] = ()
    """Only members of one of these come in; empty for whoever the provider lets through."""
    roles: tuple[GroupRole, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LdapOptions:
    """A directory (OpenLDAP, Active Directory) that checks passwords."""

    server_url: str
    """`ldaps://…`, or `ldap://…` with `start_tls`."""
    search_base: str
    """Where people are looked for: `ou=people,dc=xa,dc=gov,dc=vn`."""
    user_filter: str = "(uid=%(user)s)"
    bind_dn: str = ""
    """Account that may search; empty asks anonymously."""
    bind_password: str = field(default="", repr=False)
    start_tls: bool = False
    group_base: str = ""
    """Where groups (groupOfNames) are looked for; empty asks for none."""
    allowed_groups: tuple[str, ...] = ()
    """DNs; only members of one of these come in; empty for everybody found."""
    roles: tuple[GroupRole, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MailOptions:
    """The office's mail server, by which notices go out too."""

    host: str
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)
    tls: str = "starttls"
    """`starttls`, `tls` or `none`."""
    sender: str = "hoso@localhost"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOptions:
    """How people sign in; the defaults fit an office with one machine and nothing else."""

    second_factor: FactorRule = FactorRule.ADMINISTRATORS
    inside_networks: tuple[str, ...] = ()
    """The office's own networks, `10.12.0.0/16`; everything else is outside."""
    asks_no_factor: bool = False
    """Only for the demonstration, which says so: its one account would have to set up a telephone."""
    idle_minutes: int = 60
    """A session in which nobody has done anything for so long ends."""
    session_hours: int = 12
    """A session ends after so long whatever is done in it: a clerk's day."""
    idle_account_days: int = 45
    """QCVN 12:2026/BCA: accounts that nobody has used for so long are switched off."""
    proxies: tuple[str, ...] = ("127.0.0.0/8", "::1/128")
    """Networks of proxies whose word on the client's address is taken."""
    oidc: OidcOptions | None = None
    ldap: LdapOptions | None = None
    mail: MailOptions | None = None
