"""The command ``clausebook``: one module a command, imported when it is called."""
