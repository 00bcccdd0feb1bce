"""One way in: permission, validation, version check, history, revision, one transaction."""
