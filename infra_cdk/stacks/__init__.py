"""The stacks: composition only, no resource is defined here."""
