"""What can be wrong with an installation, and the mend."""
