# SPDX-License-Identifier: MIT
"""Files between a therapist's computer and a person's: plans one way, nights the other."""
