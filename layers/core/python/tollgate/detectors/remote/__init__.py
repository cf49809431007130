"""Detectors outside the gateway: AWS services and webhooks, asked only where a policy says so."""
