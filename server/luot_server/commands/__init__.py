"""The subcommands of `luot`, one module each; see luot_server.cli for how they are found."""
