"""The practice: protocols, the button and the session."""
