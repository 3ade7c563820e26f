# SPDX-License-Identifier: MIT
"""The wires between the simulated hardware and the simulator.

`send(kind, *args)` tells the outside what happened; `on(kind, handler)` registers what to do when
the outside makes something happen. Arguments are what JSON can carry; bytes travel as hex.
Handlers run as interrupts do on a board: between two steps of the firmware, also while it blocks
in a sleep.
"""

import json
import sys

import _sim
from _traceback import traceback

_handlers = {}
_callbacks = {}
_next_timer = 0


def send(kind, *args):
    """Tell the outside, stamped with the present virtual time."""
    _sim.send(json.dumps([kind] + list(args)))


def on(kind, handler):
    """Call `handler(*args)` whenever the outside sends an event of this kind."""
    _handlers[kind] = handler


def dispatch(text):
    """Hand events from outside to their handlers (called by the simulator)."""
    for event in json.loads(text):
        if event[0] in _handlers:
            protect(_handlers[event[0]], *event[1:])


def protect(handler, *args):
    """Run an interrupt handler; answer whether it succeeded. A board prints what it raises."""
    try:
        handler(*args)
        return True
    except Exception as error:
        print("Uncaught exception in IRQ callback handler")
        sys.print_exception(error)
        send("irq_error", traceback(error))
        return False


def after(ms, callback):
    """Call `callback()` as an interrupt in `ms` milliseconds. Answers what `cancel` takes."""
    global _next_timer
    _next_timer += 1
    _callbacks[_next_timer] = callback
    _sim.after(_next_timer, ms)
    return _next_timer


def cancel(timer):
    """Forget a timer; one that has fired, or None, is ignored."""
    if _callbacks.pop(timer, None) is not None:
        _sim.cancel(timer)


def _fire(timer):
    callback = _callbacks.pop(timer, None)
    if callback is not None:
        callback()


def config(name):
    """A fixed property of this board, as the simulator was told."""
    return _config[name]


_config = json.loads(_sim.config())
on("timer", _fire)
