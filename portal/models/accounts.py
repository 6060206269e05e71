"""What stands about an account besides Django's own row: its state, sessions, wrong guesses, notices."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class AccountState(models.Model):
    """How an account stands; made with the account, or when it is first asked for."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="state")
    must_change_password = models.BooleanField(default=False)
    """Somebody else knows the password: the person chooses their own at the next sign-in."""
    on_since = models.DateTimeField()
    """When it was made or last switched on; idle days count from here where nobody has signed in since."""
    off_why = models.CharField(max_length=16, blank=True)
    """`idle` or `administrator` for an account that is switched off."""
    source = models.CharField(max_length=16, blank=True)
    """`oidc` or `ldap` where the office's directory knows the password; empty for an account of our own."""

    def __str__(self) -> str:
        return f"state of account {self.user_id}"


class FormerPassword(models.Model):
    """Digest of a password that an account had, so that it is not taken again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=255)
    set_at = models.DateTimeField()

    class Meta:
        ordering = ("-set_at", "-id")

    def __str__(self) -> str:
        return f"former password {self.pk}"


class GuessCount(models.Model):
    """How often somebody has guessed wrong for one name, or from one address; survives a restart."""

    key = models.CharField(max_length=64, primary_key=True)
    """Keyed digest of what is counted: a typed name may be a password in the wrong box."""
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    """Nothing is tried before this time."""

    class Meta:
        indexes = (models.Index(fields=("last_at",), name="guesses_by_time"),)

    def __str__(self) -> str:
        return f"{self.failures} wrong guesses"


_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("coc_coc", "Cốc Cốc"),
    ("Firefox/", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
"""The more telling sign first: Edge calls itself Chrome and Safari too."""


class SignedInSession(models.Model):
    """One browser in which a person has signed in; gone when it ends (the audit chain keeps that it was)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    address = models.CharField(max_length=45, blank=True)
    browser = models.CharField(max_length=200, blank=True)
    """As the browser calls itself, cut."""

    class Meta:
        ordering = ("-seen_at",)

    def __str__(self) -> str:
        return f"session {self.pk} of account {self.user_id}"

    @property
    def browser_name(self) -> str:
        """Browser and system in two words, as far as the browser says; `browser` is the whole truth."""
        found = (_first(_BROWSERS, self.browser), _first(_SYSTEMS, self.browser))
        return ", ".join(name for name in found if name) or self.browser[:40]


def _first(signs: tuple[tuple[str, str], ...], browser: str) -> str:
    return next((name for sign, name in signs if sign in browser), "")


class Notice(models.Model):
    """Something that a person is told inside the portal (Decree 30/2020, App. VI: rights that changed)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=32)
    """One of `portal.accounts.notices.NoticeKind`; the sentence is made in its reader's language."""
    details = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("user", "read_at"), name="notices_unread"),)

    def __str__(self) -> str:
        return f"notice {self.pk} ({self.kind})"
