"""Heat warnings by e-mail, to those who asked for them and confirmed it."""
