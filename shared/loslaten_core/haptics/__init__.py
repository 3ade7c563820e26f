"""What a wrist is told without words: cues, themes, motors and the player that joins them."""
