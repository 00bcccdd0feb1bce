"""Ways to school: what is safe, what is not, and a plan of it on paper."""
