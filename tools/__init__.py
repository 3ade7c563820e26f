"""Makers of files of this repository from other files of it."""
