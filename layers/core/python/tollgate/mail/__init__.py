"""Letters to one person: kept sealed with the change that they tell of, sent right after it."""
