# SPDX-License-Identifier: MIT
"""Pictures of the page for README and docs, taken by a browser."""
