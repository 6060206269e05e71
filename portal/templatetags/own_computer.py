"""What templates say of a key in the person's own computer."""

from __future__ import annotations

from django import template
from django.contrib.auth.models import User

from portal.configuration import current
from portal.models import OfferedCertificate
from portal.outgoing.offers import offered_by, offers

register = template.Library()


@register.simple_tag
def agent_address() -> str:
    """Where a browser finds the signing agent of its own computer."""
    return f"http://127.0.0.1:{current().outgoing.agent_port}"


@register.simple_tag
def offered_certificate(user: User, agency: str = "") -> OfferedCertificate | None:
    """The certificate that this account has shown and nobody has decided on."""
    return offered_by(user, agency)


@register.simple_tag
def offered_certificates() -> list[OfferedCertificate]:
    """All that wait for the administrator, oldest first."""
    return offers()
