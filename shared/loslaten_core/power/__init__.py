"""When the watch sleeps, how deeply, and what its battery still allows."""
