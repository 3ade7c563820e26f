# SPDX-License-Identifier: MIT
"""The therapist's page, as HTML and PDF."""
