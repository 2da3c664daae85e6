"""Ticket → gathering. The only importer of WeasyPrint."""
