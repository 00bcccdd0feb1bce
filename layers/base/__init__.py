"""Base geography: what any map of the city stands on."""
