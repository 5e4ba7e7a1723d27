package dev.outlast.cli.control;

import dev.outlast.cli.client.Trust;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/// Requests to a controller. The JDK's older client, for it starts in a tenth of the newer one's time.
public final class Door {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final String address;
    private final String token;
    private final Path home;
    private final Duration patience;

    /// @param patience how long an answer may take
    private Door(String address, String token, Path home, Duration patience) {
        this.address = address;
        this.home = home;
        this.token = token;
        this.patience = patience;
    }

    /// With the token of the home, if it has one already.
    public static Door at(String address, Installation installation, Duration patience) {
        var token = "";
        try {
            token = Files.readString(installation.token()).strip();
        } catch (IOException none) {
            // A loopback controller answers without.
        }
        return new Door(address, token, installation.home(), patience);
    }

    public record Reply(int status, String cursor, boolean last, String text) {
        public Reply {
            Objects.requireNonNull(cursor);
            Objects.requireNonNull(text);
        }

        public boolean isOk() {
            return status >= 200 && status < 300;
        }
    }

    public Reply get(String path) throws IOException {
        return reply(connect("GET", path));
    }

    public Reply send(String method, String path, String contentType, byte[] body) throws IOException {
        var connection = connect(method, path);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", contentType);
        connection.setFixedLengthStreamingMode(body.length);
        try (var out = connection.getOutputStream()) {
            out.write(body);
        }
        return reply(connection);
    }

    private HttpURLConnection connect(String method, String path) throws IOException {
        var connection = (HttpURLConnection) URI.create(address + path).toURL().openConnection();
        Trust.set(connection, System.getenv().getOrDefault("OUTLAST_CA_FILE", ""), home);
        connection.setRequestMethod(method);
        connection.setConnectTimeout((int) CONNECT.toMillis());
        connection.setReadTimeout((int) patience.toMillis());
        if (!token.isEmpty()) {
            connection.setRequestProperty("Authorization", "Bearer " + token);
        }
        return connection;
    }

    private static Reply reply(HttpURLConnection connection) throws IOException {
        var status = connection.getResponseCode();
        var cursor = Objects.requireNonNullElse(connection.getHeaderField("X-Outlast-Cursor"), "");
        var last = Boolean.parseBoolean(connection.getHeaderField("X-Outlast-Last"));
        try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            var bytes = in == null ? new byte[0] : in.readAllBytes();
            return new Reply(status, cursor, last, new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
