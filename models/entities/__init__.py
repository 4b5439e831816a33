"""This package reads facts out of an ad: contacts, places, ages, pay."""
