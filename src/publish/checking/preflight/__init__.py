"""Preflight: the rules for any finished PDF, ours or not, by what it is meant for."""
