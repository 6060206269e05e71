"""The outgoing road: handed in, numbered, signed, sealed, archived with its proof, laid in `signed/`.

The order is Decree 30/2020's: number and date before the first signature (Art. 15-16), the competent person
before the agency (Art. 17, 32). Every step is a row that is committed before the next one begins, so that
a crash or a token pulled out leaves each document where it was, and nothing is done twice.
"""
