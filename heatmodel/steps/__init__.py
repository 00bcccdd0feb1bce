"""The steps of the heat model over files, each from its section of heat.toml."""
