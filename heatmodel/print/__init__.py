"""Cool places on paper: a sheet for each district, and posters with a square code."""
