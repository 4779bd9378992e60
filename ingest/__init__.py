"""Files become documents: read, order, clean, section, passage."""
