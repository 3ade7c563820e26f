# SPDX-License-Identifier: MIT
"""Phases of a session: which gestures may end each before its time, and what may follow it."""

from loslaten_core.practice import course, event

PHASE_OF = {
    event.READY: course.READY,
    event.TENSE: course.TENSE,
    event.RELEASE: course.RELEASE,
    event.COUNT: course.RELEASE,
    event.RELEASING: course.RELEASE,
    event.PAUSED: course.PAUSED,
    event.REST: course.REST,
    event.OVER: course.OVER,
}
# Which gestures may end a phase before its time; END is the session ended from outside.
END = 100
ENDS_EARLY = {
    course.SETTLE: (event.PRESS, event.HOLD, event.LONG, END),
    course.READY: (event.PRESS, event.DOUBLE, event.HOLD, event.LONG, END),
    course.TENSE: (event.PRESS, event.DOUBLE, event.HOLD, event.LONG, END),
    course.RELEASE: (event.DOUBLE, event.HOLD, event.LONG, END),
    course.PAUSED: (event.HOLD, event.LONG, END),
    course.REST: (event.HOLD, event.LONG, END),
}
# What may follow a phase that ran its time, and one that was ended by hand.
BY_ITSELF = {
    course.SETTLE: (course.READY,),
    course.READY: (course.TENSE, course.RELEASE),
    course.TENSE: (course.RELEASE,),
    course.RELEASE: (course.TENSE, course.RELEASE, course.READY, course.REST),
    course.PAUSED: (course.OVER,),
    course.REST: (course.OVER,),
}
BY_HAND = {
    course.SETTLE: (course.READY, course.OVER),
    course.READY: (course.READY, course.REST, course.PAUSED, course.OVER),
    course.TENSE: (course.RELEASE,),
    course.RELEASE: (course.READY, course.REST, course.PAUSED, course.OVER),
    course.PAUSED: (course.READY, course.RELEASE, course.OVER),
    course.REST: (course.PAUSED, course.OVER),
}
PRACTISING = (course.READY, course.TENSE, course.RELEASE)
# A press in the settle-in may come before "it has begun" was felt, one in the rest from a sleeper.
ANSWERED = (course.READY, course.TENSE, course.RELEASE, course.PAUSED)
HOLDS = (event.HOLD, event.LONG)
# Where a pause goes on: before the repeat that is due, or in the release that it broke off.
GOING_ON = (course.READY, course.RELEASE)
