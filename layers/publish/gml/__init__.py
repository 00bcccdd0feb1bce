"""GML 3.1.1 and 3.2: markup from strangers read within bounds, shapes read and written."""
