"""What a person feels: radiation to mean radiant temperature, then PET and UTCI."""
