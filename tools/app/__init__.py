"""The app: a folder that runs by itself, for people without Python."""
