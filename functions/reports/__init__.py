"""Notices to people: what is delivered, and when."""
