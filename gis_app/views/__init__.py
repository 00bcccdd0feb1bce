"""The pages of the city map, one module per subject."""
