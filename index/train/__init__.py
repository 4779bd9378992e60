"""The training of the bundled Danish static embedder; see __main__.py for the one command."""
