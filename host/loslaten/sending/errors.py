# SPDX-License-Identifier: MIT
"""Failures of sending, each with what to do about it.

SendingError
  AddressError       no address of a server that may be sent to
  TokenError         no token that can be one
  UnreachableError   no answer: no network, no such server, its certificate, too late
  RefusedError       an answer that says no
  BadAnswerError     an answer that no FHIR server gives
"""

from loslaten.errors import LoslatenError


class SendingError(LoslatenError):
    """The nights were not sent, or not all of them; what was sent is remembered."""


class AddressError(SendingError):
    """The address is none of a server that nights may be sent to."""


class TokenError(SendingError):
    """There is something that cannot be a token."""


class UnreachableError(SendingError):
    """The server gave no answer. `again_s`: trying again after so long may help."""

    again_s: float = 0.0


class RefusedError(SendingError):
    """The server said no."""


class BadAnswerError(SendingError):
    """The answer is none that a FHIR server gives."""
