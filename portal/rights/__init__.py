"""Who may do what with which records: roles held at units, for record types, up to a level of sensitivity.

Deny by default. A record that somebody may not see does not exist for them: views answer 404, lists and
counts leave it out.
"""
