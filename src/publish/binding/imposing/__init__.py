"""Pages of a finished file on sheets of office paper: booklets, several a sheet, with notes."""
