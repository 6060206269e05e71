"""The country's administrative units before and since 1 July 2025, and addresses read against them."""

from classifiers.places.address import Address, read_address
from classifiers.places.comparing import is_same_commune
from classifiers.places.units import Regime, Unit

__all__ = ["Address", "Regime", "Unit", "is_same_commune", "read_address"]
