"""The nouns below every layer: the city, its datasets, and what a feature is."""
