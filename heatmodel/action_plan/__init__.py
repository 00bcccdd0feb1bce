"""The heat action plan: measures by core element, the log of heat days, what is monitored."""
