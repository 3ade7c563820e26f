# SPDX-License-Identifier: MIT
"""A mutation run: what the tests would not notice if it were written differently.

One thing at a time is changed in a module, and the tests of its room run on the changed copy. A
mutant that no test notices has survived: either a test is missing, or the change means nothing.
"""
