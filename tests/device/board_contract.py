# SPDX-License-Identifier: MIT
"""Every board is held to `device.contract.Board` by the type checker; nothing here ever runs."""

from device.boards import pico2_w, pico_w, pico_w_drv2605l, twatch_s3, xiao_esp32s3
from device.contract import Board

BOARDS: tuple[Board, ...] = (pico2_w, pico_w, pico_w_drv2605l, twatch_s3, xiao_esp32s3)
