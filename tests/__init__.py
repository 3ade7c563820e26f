# SPDX-License-Identifier: MIT
"""Everything that is checked and measured; one folder per area."""
