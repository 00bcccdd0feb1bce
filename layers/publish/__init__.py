"""One way out: every publisher reads a layer through its published queryset."""
