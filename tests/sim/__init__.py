"""The simulator itself: time, flash, radio, chips and boards."""
