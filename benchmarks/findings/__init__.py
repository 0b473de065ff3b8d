"""Rules over reports whose right figures are known: what consistent ones fail, and how planted slips are found."""
