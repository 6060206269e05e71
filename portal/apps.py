"""Names the one Django application of Hoso."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    """The portal: ledger, catalogue, search, review, and the outgoing road."""

    name = "portal"
    verbose_name = "Hoso"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Has the groups of the outgoing road made once Django has made their permissions."""
        from portal.outgoing.permissions import make_groups  # noqa: PLC0415  models are ready only now

        # After Django's own receiver, which makes the permissions, for that was connected before.
        post_migrate.connect(make_groups, sender=self, dispatch_uid="outgoing groups")
