# SPDX-License-Identifier: MIT
"""The page in the browser: everything a patient does, served on this computer alone."""
