"""USB tokens, smart cards and security modules by their common interface, PKCS#11 ("Cryptoki").

`library` finds the token, `login` gives it the PIN once, `objects` chooses key and certificate, and
`signer` signs.
"""
