# SPDX-License-Identifier: MIT
"""`loslaten completion`: lets the shell complete what is typed."""

import click
from click.shell_completion import get_completion_class

from loslaten.cli.options import error_lang_option

_SHELLS = ("bash", "zsh", "fish")
_VARIABLE = "_LOSLATEN_COMPLETE"


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS))
@error_lang_option
def completion(shell: str) -> None:
    """Print what makes a shell complete commands, options and names.

    Write it to a file and let the shell read that at its start; for fish the file is
    ~/.config/fish/completions/loslaten.fish.

    \b
    Examples:
      loslaten completion bash > ~/.loslaten-completion
      echo '. ~/.loslaten-completion' >> ~/.bashrc
      loslaten completion fish > ~/.config/fish/completions/loslaten.fish
    """
    from loslaten.cli import main

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(main, {}, "loslaten", _VARIABLE).source())
