"""Notices to people: kept in an outbox with the change that they tell of, delivered by a job."""
