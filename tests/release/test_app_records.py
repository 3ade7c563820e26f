# SPDX-License-Identifier: MIT
"""The app tells nothing of the computer that it was made on."""

import py_compile

from tools.app import records


def test_what_tells_where_it_was_made_is_left_out(tmp_path):
    app, device = tmp_path / "app", tmp_path / "app" / "device"
    told = app / "one-1.0.dist-info" / "direct_url.json"
    for folder in (device, told.parent):
        folder.mkdir(parents=True)
    told.write_text(f'{{"url": "file://{tmp_path}"}}')
    source = device / "main.py"
    source.write_text("START = 1\n")
    py_compile.compile(str(source))
    assert len(records.telling(app, tmp_path)) == 2
    records.leave_out(app)
    assert records.telling(app, tmp_path) == []
    assert [path.name for path in device.iterdir()] == ["main.py"]
