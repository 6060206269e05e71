"""What is printed on pages by us: numbers and dates, proofs for citizens, reports, the papers of the demo.

One small engine draws it all: Tinos embedded with a map to Unicode, so that what is printed is found again
and the file stays PDF/A-2. Nothing here touches a signed file.
"""
