"""This package keeps ad documents findable: one port, an adapter per engine."""
