"""`chartgen completion`."""

import click
from click.shell_completion import get_completion_class

# click keeps the lines of a paragraph that starts with a backspace.
_HELP = """Print the script that completes commands in your shell.

\b
bash:  eval "$(chartgen completion bash)"        in ~/.bashrc
zsh:   eval "$(chartgen completion zsh)"         in ~/.zshrc
fish:  chartgen completion fish > ~/.config/fish/completions/chartgen.fish
"""


@click.command(short_help="Print the script that completes commands in your shell.", help=_HELP)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script of a shell."""
    root = ctx.find_root()
    script = get_completion_class(shell)
    if script is None:
        raise click.UsageError(f"click knows no completion for {shell}")
    click.echo(script(root.command, {}, "chartgen", "_CHARTGEN_COMPLETE").source())
