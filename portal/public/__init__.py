"""The page for citizens: is this paper the office's, and is it as it was signed? Needs no account.

It shows nothing that does not stand on the paper in hand, keeps nothing of what was sent, and lets hostile
files harm a child process at most.
"""
