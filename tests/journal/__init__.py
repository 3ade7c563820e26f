# SPDX-License-Identifier: MIT
"""The practice journal: records, files, power cuts, damage, and the time of day."""
