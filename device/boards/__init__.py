# SPDX-License-Identifier: MIT
"""One file a board: its pins, its motor, its battery, its sleep, and what is truly different.

What each of them holds, all of it:

    NAME, MODEL         the file's name; the name that people know
    CHIP, MICROPYTHON   how MicroPython names its chip, and what its download is called
    BUTTON_PIN          where the button is, for safe mode; None if not at a pin of the chip
    MOTOR               the motor, of `loslaten_core.haptics.motor`
    BATTERY_MAH         the cell of its parts list
    BATTERY_CURVE       (mV, percent) from full to empty, at rest, as `battery_mv` reads it
    SESSION_PCT         what one session takes of the battery at most
    BATTERY_ON_RADIO_PIN    whether it is read at VSYS, on a pin of the radio chip: not while the
                            radio is on, nor while USB feeds VSYS
    WAKE_MS             from the end of light sleep until the firmware has nothing to do but to
                        wait for an edge of the motor, at most; charged for a Pico W, by
                        tests/board, and as much for the others, which are faster
    HAS_DEEP_SLEEP      whether a press starts it over from deep sleep
    UPTIME_DRIFT_PPM    how wrong its count of uptime is at most, asleep or awake
    RTC_DRIFT_PPM       the same of a clock that runs on while it starts over; 0: it has none
    CURRENTS_UA         (what, µA out of the cell, basis, source), see below
    motor(), prepare(driver)    the motor's driver; what it needs once at the start
    button()            a `device.button.Button`
    battery_mv(), is_charging()
    light_sleep(ms, is_held)    returns after so long or when the button changes
    deep_sleep()        does not return; never called where HAS_DEEP_SLEEP is false
    rtc()               (ms, whether it has run on since the start before), None where it does
                        not answer; only for a board that has one
    rest_radio()        takes the radio's power once a window is over

Currents are those in each state, and what the radio and the motor at full drive add to "awake":
"awake", "light sleep", "deep sleep", "radio", "motor". The basis is "measured" (by others, on
such a board), "data sheet" or "assumed".
"""
