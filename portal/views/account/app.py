"""Setting up an authenticator app (TOTP, RFC 6238): the QR code, the key in groups, the first code."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.views import ActivateTOTPView
from django.views.generic.edit import FormView

from portal.accounts.qr_code import draw


class AppView(ActivateTOTPView):  # type: ignore[misc]  # allauth carries no types
    """allauth's page with a QR code that the page's policy lets be drawn."""

    template_name = "portal/account/app.html"

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        # Past allauth's own context, which would draw the code a second time as an image inside the page.
        context: dict[str, Any] = FormView.get_context_data(self, **named)
        secret = context["form"].secret
        address = get_adapter().build_totp_url(self.request.user, secret)
        groups = [secret[at : at + 4] for at in range(0, len(secret), 4)]
        return {**context, "qr": draw(address), "secret_groups": groups}
