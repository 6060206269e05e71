"""Settings of signing in to the portal: second factor, sessions, the office's directories, its mail."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator
from pydantic_settings import NoDecode

from portal.accounts.options import (
    AccountOptions,
    FactorRule,
    GroupRole,
    LdapOptions,
    MailOptions,
    OidcOptions,
)
from portal.rights.roles import Role


def comma_separated(value: object) -> object:
    """A list as variables give it: `a, b`."""
    return tuple(part.strip() for part in value.split(",")) if isinstance(value, str) else value


Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(comma_separated)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GroupRoleSettings(_Part):
    """A role that members of a directory's group have: `[[portal.oidc.roles]]`."""

    group: str = Field(min_length=1, examples=["van-thu"])
    role: Role = Field(examples=["clerk"])
    unit: str = Field("", examples=["Xã Phú Lâm"])
    """Folder name of the unit; empty for the whole office."""
    level: int = Field(3, ge=1, le=4, examples=[3])
    """Highest sensitivity that it opens."""

    def option(self) -> GroupRole:
        return GroupRole(group=self.group, role=self.role.value, unit=self.unit, level=self.level)


class OidcSettings(_Part):
    """An OpenID Connect provider by which people sign in: `[portal.oidc]`."""

    server_url: str = Field(pattern=r"^https?://", examples=["https://sso.tinh.gov.vn/realms/can-bo"])
    client_id: str = Field(min_length=1, examples=["hoso"])
    secret: str = Field("", repr=False, examples=["HOSO_PORTAL__OIDC__SECRET_FILE=/run/secrets/oidc"])
    name: str = Field("OpenID Connect", max_length=60, examples=["tài khoản của tỉnh"])
    """On the button of the sign-in page."""
    groups_claim: str = Field("groups", examples=["groups"])
    allowed_groups: Words = Field((), examples=[["hoso"]])
    """Only members of one of these come in; empty for whoever the provider lets through."""
    roles: tuple[GroupRoleSettings, ...] = Field((), examples=["[[portal.oidc.roles]]"])

    def option(self) -> OidcOptions:
        given = {name: getattr(self, name) for name in type(self).model_fields if name != "roles"}
        return OidcOptions(**given, roles=tuple(one.option() for one in self.roles))


class LdapSettings(_Part):
    """A directory that checks passwords: `[portal.ldap]`."""

    server_url: str = Field(pattern=r"^ldaps?://", examples=["ldaps://dc.tinh.gov.vn"])
    search_base: str = Field(min_length=1, examples=["ou=can-bo,dc=tinh,dc=gov,dc=vn"])
    user_filter: str = Field("(uid=%(user)s)", pattern=r"%\(user\)s", examples=["(sAMAccountName=%(user)s)"])
    bind_dn: str = Field("", examples=["cn=hoso,dc=tinh,dc=gov,dc=vn"])
    bind_password: str = Field(
        "", repr=False, examples=["HOSO_PORTAL__LDAP__BIND_PASSWORD_FILE=/run/secrets/ldap"]
    )
    start_tls: bool = Field(False, examples=[True])
    group_base: str = Field("", examples=["ou=nhom,dc=tinh,dc=gov,dc=vn"])
    allowed_groups: tuple[str, ...] = Field((), examples=[["cn=hoso,ou=nhom,dc=tinh,dc=gov,dc=vn"]])
    roles: tuple[GroupRoleSettings, ...] = Field((), examples=["[[portal.ldap.roles]]"])

    def option(self) -> LdapOptions:
        given = {name: getattr(self, name) for name in type(self).model_fields if name != "roles"}
        return LdapOptions(**given, roles=tuple(one.option() for one in self.roles))


class MailSettings(_Part):
    """The office's mail server, by which notices go out too: `[portal.mail]`."""

    host: str = Field(min_length=1, examples=["mail.tinh.gov.vn"])
    port: int = Field(587, ge=1, le=65535, examples=[587])
    user: str = Field("", examples=["hoso"])
    password: str = Field("", repr=False, examples=["HOSO_PORTAL__MAIL__PASSWORD_FILE=/run/secrets/mail"])
    tls: Literal["starttls", "tls", "none"] = Field("starttls", examples=["starttls"])
    sender: str = Field("hoso@localhost", examples=["hoso@xa.gov.vn"])

    def option(self) -> MailOptions:
        return MailOptions(**self.model_dump())


class SignInSettings(_Part):
    """How people sign in; beside `portal.host` and the like."""

    behind_https: bool = Field(False, examples=[True])
    """A proxy in front speaks HTTPS: cookies travel over HTTPS only, browsers are told to stay with it."""
    proxies: Words = Field(("127.0.0.0/8", "::1/128"), examples=[["10.12.0.2/32"]])
    """Networks of proxies whose word on the client's address is taken, with `behind_https`."""
    second_factor: Literal["administrators", "outside", "everybody"] = Field(
        "administrators", examples=["outside"]
    )
    """From whom a second factor is asked; `outside`: administrators, and outside `inside_networks`."""
    inside_networks: Words = Field((), examples=[["10.12.0.0/16"]])
    """The office's own networks."""
    session_idle_minutes: int = Field(60, ge=1, le=24 * 60, examples=[60])
    """A session in which nobody does anything for so long ends."""
    session_hours: int = Field(12, ge=1, le=7 * 24, examples=[12])
    """A session ends after so long, whatever is done in it."""
    idle_account_days: int = Field(45, ge=1, le=3650, examples=[45])
    """Accounts that nobody has used for so long are switched off (QCVN 12:2026/BCA)."""
    oidc: OidcSettings | None = Field(None, examples=["[portal.oidc]"])
    ldap: LdapSettings | None = Field(None, examples=["[portal.ldap]"])
    mail: MailSettings | None = Field(None, examples=["[portal.mail]"])

    @field_validator("proxies", "inside_networks")
    @classmethod
    def _are_networks(cls, networks: tuple[str, ...]) -> tuple[str, ...]:
        for network in networks:
            ip_network(network, strict=False)  # its error names what is no network
        return networks

    def account_options(self, *, asks_no_factor: bool = False) -> AccountOptions:
        """The same for the portal; `asks_no_factor` is the demonstration's alone."""
        return AccountOptions(
            second_factor=FactorRule(self.second_factor),
            inside_networks=self.inside_networks,
            asks_no_factor=asks_no_factor,
            idle_minutes=self.session_idle_minutes,
            session_hours=self.session_hours,
            idle_account_days=self.idle_account_days,
            proxies=self.proxies,
            oidc=self.oidc.option() if self.oidc else None,
            ldap=self.ldap.option() if self.ldap else None,
            mail=self.mail.option() if self.mail else None,
        )
