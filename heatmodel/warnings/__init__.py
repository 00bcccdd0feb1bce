"""Heat warnings and weather of the Deutscher Wetterdienst (DWD): read, kept, shown with their age.

The warning level comes from the DWD's own message and from nothing else: it follows the felt
temperature and the nights, which no air temperature tells.
"""
