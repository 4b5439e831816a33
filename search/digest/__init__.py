"""This package holds the daily digest: what is new, with reasons, for people who read one mail in the morning."""

from search.digest.digest import Digest, DigestLead, Window, build, window_of
from search.digest.message import message_id, to_message
from search.digest.rendering import render_html, render_text

__all__ = [
    "Digest",
    "DigestLead",
    "Window",
    "build",
    "message_id",
    "render_html",
    "render_text",
    "to_message",
    "window_of",
]
