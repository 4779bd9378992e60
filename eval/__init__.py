"""Measures the service from outside, as a user would."""
