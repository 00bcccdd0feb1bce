"""Cool places: what is known of them, when they are open, and which of them suit."""
