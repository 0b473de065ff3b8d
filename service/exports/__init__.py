"""Facts and cells of many reports as one table: CSV, JSON Lines or Parquet."""
