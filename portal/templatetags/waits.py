"""For how long something has been waiting, in words; Django's own are not translated into Vietnamese."""

from __future__ import annotations

from django import template

from portal.wall.ages import age

register = template.Library()
register.filter("waited", age)
