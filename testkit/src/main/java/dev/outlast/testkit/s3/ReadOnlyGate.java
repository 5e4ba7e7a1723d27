package dev.outlast.testkit.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// A way to an S3 server by which nothing can be changed: it answers as AWS does where a policy allows reading only.
public final class ReadOnlyGate implements AutoCloseable {
    private static final Pattern CHANGES = Pattern.compile("(?s)(PUT|POST|DELETE) .*");
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: *(\\d+)");
    private static final String DENIED = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";

    private final int port;
    private final ServerSocket door;

    /// @param port of the server, on loopback
    ReadOnlyGate(int port) {
        this.port = port;
        try {
            this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Thread.ofVirtual().name("read-only gate").start(this::serve);
    }

    public String endpoint() {
        return "http://127.0.0.1:" + door.getLocalPort();
    }

    private void serve() {
        while (!door.isClosed()) {
            try {
                var client = door.accept();
                Thread.ofVirtual().start(() -> pass(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /// One request on each connection.
    private void pass(Socket client) {
        try (client) {
            var head = head(client.getInputStream());
            if (head.isEmpty()) {
                return;
            }
            if (CHANGES.matcher(head).matches()) {
                // To close with something unread would take the answer away from who is still sending.
                var length = LENGTH.matcher(head);
                client.getInputStream().skipNBytes(length.find() ? Long.parseLong(length.group(1)) : 0);
                client.getOutputStream()
                        .write(("HTTP/1.1 403 Forbidden\r\nContent-Type: application/xml\r\nConnection: close\r\n"
                                        + "Content-Length: " + DENIED.length() + "\r\n\r\n" + DENIED)
                                .getBytes(StandardCharsets.US_ASCII));
                return;
            }
            try (var server = new Socket(InetAddress.getLoopbackAddress(), port)) {
                var once = head.replaceFirst("(?i)\r\nConnection:[^\r]*", "").replaceFirst("\r\n\r\n$", "");
                server.getOutputStream()
                        .write((once + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
                server.getInputStream().transferTo(client.getOutputStream());
            }
        } catch (IOException cut) {
            // Whoever asked sees it too.
            return;
        }
    }

    private static String head(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            bytes.write(b);
            if (b == '\n' && bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                return bytes.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return "";
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
