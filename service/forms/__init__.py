"""Grids → the cells of the statutory tables, edition by edition."""
