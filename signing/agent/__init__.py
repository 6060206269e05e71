"""The local signing agent: lets a page of Hoso use the token that is plugged into the signer's computer.

It answers on 127.0.0.1 alone, and only to the small page that it serves itself. The portal opens that page
in a window of its own and talks to it by `postMessage`, whose sender the browser vouches for; the PIN is
typed into the agent's page, never into the portal's. A portal is let in once with a code that the agent
shows on its own terminal; from then on each request is sealed with the key that the pairing gave to this
browser. Nothing here needs Django, a data directory or a POSIX system.
"""
