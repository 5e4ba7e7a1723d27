package dev.outlast.cli.http;

import dev.outlast.cli.Shell;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Which controller a command talks to, and what opens its door.
///
/// @param token sent only where it belongs; empty for none
/// @param user who asks
public record Endpoint(String address, Optional<String> token, String user) {
    public static final int DEFAULT_PORT = 46800;

    /// `OUTLAST_ENDPOINT`, else the controller of this home.
    ///
    /// The home's token goes to the home's controller and nowhere else; for others there is `OUTLAST_TOKEN`.
    public static Endpoint of(Shell shell) {
        var own = ControllerFile.read(shell.home())
                .map(ControllerFile::address)
                .orElse("http://127.0.0.1:" + DEFAULT_PORT);
        var address = shell.variable("OUTLAST_ENDPOINT").map(Endpoint::clean).orElse(own);
        var token = shell.variable("OUTLAST_TOKEN");
        if (token.isEmpty() && address.equals(own)) {
            token = ownToken(shell.home());
        }
        return new Endpoint(address, token, user(shell));
    }

    private static String clean(String address) {
        var text = address.contains("://") ? address : "http://" + address;
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static Optional<String> ownToken(Path home) {
        try {
            return Optional.of(Files.readString(home.resolve("token")).strip());
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private static String user(Shell shell) {
        var name =
                shell.variable("OUTLAST_USER").or(() -> shell.variable("USER")).orElse("user");
        var clean = new StringBuilder();
        name.chars()
                .filter(c -> (c < 128 && Character.isLetterOrDigit(c)) || "._-@".indexOf(c) >= 0)
                .limit(64)
                .forEach(c -> clean.append((char) c));
        return clean.isEmpty() ? "user" : clean.toString();
    }

    URI uri(String path) {
        return URI.create(address + path);
    }
}
