"""PBKDF2 as Django's, with a thousandth of its rounds; for tests that sign in often."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    """A real digest of few rounds."""

    algorithm = "quick"
    iterations = 100
