"""Urban cooling by green and shade, after InVEST."""
