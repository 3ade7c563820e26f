"""What MicroPython runs when the watch starts; on the watch it is /main.py."""

from device import app

app.run()
