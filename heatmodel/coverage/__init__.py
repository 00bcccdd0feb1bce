"""How many people reach an open cool place on foot, for every hour of a week."""
