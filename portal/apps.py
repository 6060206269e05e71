"""Names the one Django application of Hoso."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal: ledger, catalogue, search, review, and the outgoing road."""

    name = "portal"
    verbose_name = "Hoso"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Has what happens to accounts written down."""
        from portal.accounts import events  # noqa: PLC0415  models are ready only now

        events.connect()
