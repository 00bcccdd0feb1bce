"""OGC API: Features (parts 1 to 5), Tiles, Styles and Records, under /ogc/."""
