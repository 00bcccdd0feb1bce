"""What citizens suggest: kept apart from every layer until the city has looked at it."""
