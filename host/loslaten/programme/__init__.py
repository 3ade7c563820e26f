# SPDX-License-Identifier: MIT
"""From many muscle groups to letting go at a word: stages, and proposals from one's own nights.

A proposal is never an order. It rests on nights that it names, says what it changes, and waits for
the wearer; a therapist can lock the stages. `stages` are the two ways through the method, `rules`
the thresholds and their sources, `evidence` what the nights show, `proposals` what follows from it
and `changes` what accepting it does to a protocol.
"""
