"""Reading in processes of their own: what hangs, hoards memory or crashes there harms nobody else."""
