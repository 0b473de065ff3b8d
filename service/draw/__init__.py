"""What was read from a report, drawn on the report itself: pictures of its pages, or one HTML page."""
