"""What personal, health and financial data looks like, one rule for each form of a kind."""
