# SPDX-License-Identifier: MIT
"""The app: a folder that runs by itself, for people without Python."""
