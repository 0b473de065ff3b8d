"""One picture for each page of a PDF or scan, and one that sums up."""
