# SPDX-License-Identifier: MIT
"""A number within bounds, as an option takes it."""

import math
from typing import Any

import click


class NumberRange(click.FloatRange):
    """A number from `min` to `max`; "nan", which is within no bounds, is none."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number."""
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail(f"{value!r} is not a valid {self.name}.", param, ctx)
        return number
