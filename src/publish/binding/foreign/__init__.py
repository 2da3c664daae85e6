"""Finished PDFs of others made fit to be bound: what harms is taken out, what helps is kept."""
