"""From a question (from where, to what, how, when) to ways in words, lines and files."""
