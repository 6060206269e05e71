"""PBKDF2 as Django's with a few of its million rounds: no test asks how slow a password's digest is."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    """A real digest of few rounds."""

    algorithm = "quick"
    iterations = 100


QUICK_HASHERS = [f"{__name__}.{QuickHasher.__name__}"]
"""What Django is told as PASSWORD_HASHERS."""
