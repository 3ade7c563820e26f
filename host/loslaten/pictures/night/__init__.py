"""The picture of one night."""
