#!/bin/sh
# SPDX-License-Identifier: MIT
# The first program of the machine: loads the modules and goes over to the real file system, which
# the host lends read-only, under a layer of memory.
export PATH=/bin
mkdir -p /dev /proc /sys /lower /upper /new
mount -t devtmpfs dev /dev
mount -t proc proc /proc
mount -t sysfs sys /sys
modprobe -a $(cat /modules)
lent="-t 9p -o ro,trans=virtio,version=9p2000.L,msize=262144,cache=loose"
mount $lent rootfs /lower
mount -t tmpfs upper /upper
mkdir /upper/files /upper/work
mount -t overlay -o lowerdir=/lower,upperdir=/upper/files,workdir=/upper/work overlay /new
mkdir -p /new/site
mount $lent site /new/site
for one in dev proc sys; do mount --move /$one /new/$one; done
exec switch_root /new /start
