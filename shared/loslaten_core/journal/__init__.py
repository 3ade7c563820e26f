# SPDX-License-Identifier: MIT
"""The practice journal: what the watch writes down and the laptop reads for ever.

`record`, `session` and `event` are the bytes of a record, `segment` how records stand in a file,
`journal` the files, and `walltime` what the clock on the wall said when a record was made.
"""


class JournalError(ValueError):
    """A value does not fit the journal's format, or bytes that should be a record are not."""
