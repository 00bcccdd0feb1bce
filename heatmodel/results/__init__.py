"""What the heat model left in the database, and the questions that pages and layers ask of it."""
