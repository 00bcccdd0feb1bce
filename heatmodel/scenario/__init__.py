"""What if: trees, unsealed ground, green roofs, sails and water, and what they would change."""
