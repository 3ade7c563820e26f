# SPDX-License-Identifier: MIT
"""The product on a real BlueZ, in a virtual machine: `make test-bluez`.

    image      builds the machine's file system from Debian packages and our pinned wheels
    machine    boots it, and runs commands in it
    bedroom    outside of it: the virtual radio, with simulated watches on it
    guest/     what runs inside: the two inits, and the server that takes the commands

Bleak in the machine is unmodified. It talks over D-Bus to bluetoothd, that to the Linux kernel,
and the kernel by HCI to a virtual controller on the radio of the bedroom.
"""
