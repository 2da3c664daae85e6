"""One small file per form in which a work is issued."""
