"""Names the one Django application of Hoso."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal: ledger, catalogue, search, review, and the outgoing road."""

    name = "portal"
    verbose_name = "Hoso"
    default_auto_field = "django.db.models.BigAutoField"
