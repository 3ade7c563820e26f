# SPDX-License-Identifier: MIT
"""Templates of pages that are one file each, compiled once for all pages of a kind."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jinja2


@cache
def template(package: str, name: str) -> "jinja2.Template":
    """Return the template of this file name in a package; what it does not know is an error."""
    import jinja2  # takes longer than everything else together, and only a page needs it

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(package, ""),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)
