"""Documents as offices have them → blocks of text and grids, each knowing where it stands."""
