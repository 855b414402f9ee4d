"""``python -m ozek.cli``: the command line without the installed script."""

from ozek.cli import main

main()
