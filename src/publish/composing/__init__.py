"""Manuscript × layout → tickets."""
