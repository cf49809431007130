"""A role for a while: somebody asks for it, somebody else decides, and it ends by itself."""
