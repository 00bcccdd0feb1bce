"""What citizens say about heat: hot spots of their own, and what is wrong with a cool place."""
