"""Enrolment, the second step of signing in, requirement and recovery, one module each.

A factor counts once: what proves it is used up in the transaction of what it opens.
"""
