# SPDX-License-Identifier: MIT
"""Answers to the week's questions, as somebody gives them."""

# An ordinary night, as the sleep diary asks for it.
NIGHT = {
    "bed": "23:10",
    "lights-out": "23:30",
    "latency": 25,
    "awakenings": 2,
    "awake": 40,
    "woke": "06:45",
    "up": "07:00",
    "quality": 3,
}
