# SPDX-License-Identifier: MIT
"""The simulated watch: the firmware that ships, run by MicroPython under Node in virtual time.

`clock` owns virtual time, `watch` is the device, `script` runs shared code on MicroPython.
"""
