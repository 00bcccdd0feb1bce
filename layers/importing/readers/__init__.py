"""One reader per kind of source: a path in, records out; nothing of the database."""
