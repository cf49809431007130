"""One file per deployed function: its entry point, triggers, memory, and what it may do."""
