"""What can be done with connections to identity providers."""
