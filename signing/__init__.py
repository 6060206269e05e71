"""Signatures on PDF files: listed here; signing, sealing, timestamps and verification join it.

Built on pyHanko. Nothing in this room ever rewrites a signed file: it is only ever appended to.
"""
