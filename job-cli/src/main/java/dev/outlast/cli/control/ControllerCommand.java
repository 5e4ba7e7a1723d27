package dev.outlast.cli.control;

import picocli.CommandLine.Command;

@Command(
        name = "controller",
        description = "Start, stop and look at the controller of this home (OUTLAST_HOME, by default ~/.outlast).",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: outlast controller start --port 46801"},
        subcommands = {StartCommand.class, StopCommand.class, StatusCommand.class, RunCommand.class})
public final class ControllerCommand {}
