"""Access reviews: who has what at one moment, and whether they should keep it."""
