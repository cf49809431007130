"""Approvals: somebody asks for what is not allowed, somebody else decides, the next call obeys."""
