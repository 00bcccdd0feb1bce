"""What satellites see: the temperature of surfaces (which is not that of the air), vegetation."""
