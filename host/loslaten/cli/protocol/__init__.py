# SPDX-License-Identifier: MIT
"""`loslaten protocol`: list, show, check, plan and make protocols, and put them on the watch."""
