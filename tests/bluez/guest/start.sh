#!/bb/sh
# SPDX-License-Identifier: MIT
# The first program of the real file system: what a Bluetooth adapter needs on a Linux, and then
# the server that runs what the host asks for.
export PATH=/usr/local/bin:/usr/sbin:/usr/bin:/usr/libexec/bluetooth:/bb
export HOME=/root LANG=C.UTF-8 TERM=dumb PYTHONPATH=/site PYTHONDONTWRITEBYTECODE=1
mount -t tmpfs run /run
mkdir -p /run/dbus /dev/shm
chmod 1777 /tmp
mount -t tmpfs shm /dev/shm
ln -s /proc/self/fd /dev/fd
ip link set lo up
hostname laptop
stty -F /dev/hvc0 raw -echo
dbus-daemon --system --nopidfile
bluetoothd -n &
btattach -B /dev/hvc1 -P h4 &
python3 /site/server.py
reboot -f
