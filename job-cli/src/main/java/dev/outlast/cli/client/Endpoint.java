package dev.outlast.cli.client;

import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.ExitCodes;
import dev.outlast.cli.Session;
import java.io.IOException;
import java.nio.file.Files;

/// Where the controller is, looked up anew for each connection: a restarted controller may have another port.
///
/// @param token empty when there is none to read
record Endpoint(String address, String token) {
    static final String START = "start one with `outlast controller start`";

    static Endpoint of(Session session) throws CommandFailure {
        var given = session.variable("OUTLAST_ENDPOINT");
        if (given.isEmpty()) {
            return new Endpoint(addressOfHome(session), token(session));
        }
        var address = given.endsWith("/") ? given.substring(0, given.length() - 1) : given;
        if (!address.startsWith("http://") && !address.startsWith("https://")) {
            throw CommandFailure.usage(
                    "OUTLAST_ENDPOINT is '" + given + "'; expected an address such as http://127.0.0.1:46800");
        }
        return new Endpoint(address, token(session));
    }

    private static String addressOfHome(Session session) throws CommandFailure {
        var file = session.home().resolve("controller.json");
        try {
            var address = Json.read(Files.readAllBytes(file)).path("address").asText();
            if (!address.isEmpty()) {
                return address;
            }
        } catch (IOException absent) {
            // Told below: it is not there, or half of it.
        }
        throw new CommandFailure(ExitCodes.UNREACHABLE, "no controller at " + session.home() + "; " + START);
    }

    private static String token(Session session) {
        var given = session.variable("OUTLAST_TOKEN");
        if (!given.isEmpty()) {
            return given;
        }
        try {
            return Files.readString(session.home().resolve("token")).strip();
        } catch (IOException unreadable) {
            return "";
        }
    }
}
