# SPDX-License-Identifier: MIT
"""Runs on the board: small programs around the firmware that is deployed there.

On the board it is the package `bench` in the scratch folder. Each program has a `main` that is
given the board's name and what it needs, and prints one line of JSON at its end.
"""
