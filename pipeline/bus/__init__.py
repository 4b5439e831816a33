"""This package carries events between stages: one port, an adapter per engine."""
