"""Where one more destination would help: who gains by it, and the best next places."""
