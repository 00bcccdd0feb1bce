"""Opening hours in the grammar of OpenStreetMap, with holidays and closures."""
