"""What the network is compared with: reading the narrative without learning anything."""
