package dev.outlast.cli.control;

import java.net.URI;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// `--port N`, the same for `start` and `run`.
final class PortOption {
    private static final int MOST = 65_535;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port to listen on, 0 for any free one. Default: `port` in config.yaml, else 46800.")
    private int port = -1;

    private boolean isGiven() {
        return port != -1;
    }

    /// @return -1 when none was given
    int checked(CommandSpec spec) {
        if (isGiven() && (port < 0 || port > MOST)) {
            throw new ParameterException(spec.commandLine(), "--port: " + port + " is not a number from 0 to " + MOST);
        }
        return port;
    }

    boolean differsFrom(ControllerRecord controller) {
        return isGiven()
                && port != 0
                && port != URI.create(controller.address()).getPort();
    }
}
