"""Accounts of people: how they sign in, with which factors, for how long, and what they are told of changes.

django-allauth carries the sign-in, its stages and the second factors; what is here decides for it.
"""
