"""Reports of invented agencies, and the demonstration that reads one of them."""
