"""This module gathers the readers of facts: ages, pay, places."""

from models.entities.ages import Age, ages
from models.entities.pay import Pay, pay
from models.entities.places import places

__all__ = ["Age", "Pay", "ages", "pay", "places"]
