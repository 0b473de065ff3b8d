"""What the service keeps: reports and their readings, people's verdicts and corrections, jobs, keys, the audit log."""
