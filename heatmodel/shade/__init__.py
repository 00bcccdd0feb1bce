"""Where the sun stands, what it leaves in shade, and how much sky is seen."""
