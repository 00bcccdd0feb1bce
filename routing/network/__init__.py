"""The network people walk and cycle on: tables, readers, heights, builds, arrays."""
