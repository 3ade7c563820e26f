# SPDX-License-Identifier: MIT
"""Sending nights to a FHIR server that exists: over HTTPS, once, under a code."""
