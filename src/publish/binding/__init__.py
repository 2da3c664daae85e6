"""Gatherings → PDF. The only importer of pikepdf."""
