import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Submits one task over and over, each client on a connection of its own, each submit with a key of its own.
///
/// `java Submits.java PORT CLIENTS WARM_UP_SECONDS SECONDS FILE.yaml`
final class Submits {
    private static final int LONGEST_LINE = 8192;

    /// What one client saw while it counted.
    record Seen(long[] nanos, int count, int refused, long created) {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        int clients = Integer.parseInt(arguments[1]);
        long from = System.nanoTime() + Long.parseLong(arguments[2]) * 1_000_000_000L;
        long seconds = Long.parseLong(arguments[3]);
        byte[] body = Files.readAllBytes(Path.of(arguments[4]));
        long until = from + seconds * 1_000_000_000L;
        try (var threads = Executors.newFixedThreadPool(clients)) {
            var futures = new ArrayList<Future<Seen>>();
            for (int i = 0; i < clients; i++) {
                var name = "bench-" + ProcessHandle.current().pid() + "-" + i;
                futures.add(threads.submit((Callable<Seen>) () -> submit(port, name, body, from, until)));
            }
            var seen = new ArrayList<Seen>();
            for (var future : futures) {
                seen.add(future.get());
            }
            print(seen, seconds);
        }
    }

    private static void print(ArrayList<Seen> seen, long seconds) {
        long[] all = seen.stream().flatMapToLong(s -> Arrays.stream(s.nanos(), 0, s.count())).sorted().toArray();
        if (all.length == 0) {
            throw new IllegalStateException("no submit was answered with 201");
        }
        System.out.printf(
                Locale.ROOT,
                "per_second=%.1f p50=%.2f p99=%.2f max=%.2f refused=%d created=%d%n",
                all.length / (double) seconds,
                all[all.length / 2] / 1e6,
                all[(int) (all.length * 0.99)] / 1e6,
                all[all.length - 1] / 1e6,
                seen.stream().mapToInt(Seen::refused).sum(),
                seen.stream().mapToLong(Seen::created).sum());
    }

    private static Seen submit(int port, String name, byte[] body, long from, long until) throws IOException {
        var nanos = new long[1 << 16];
        int count = 0;
        int refused = 0;
        long created = 0;
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(60_000);
            var in = new BufferedInputStream(socket.getInputStream());
            var out = new BufferedOutputStream(socket.getOutputStream());
            for (long n = 0; System.nanoTime() < until && count < nanos.length; n++) {
                long began = System.nanoTime();
                out.write(head(port, name + "-" + n, body.length));
                out.write(body);
                out.flush();
                int status = answer(in);
                long took = System.nanoTime() - began;
                created += status == 201 ? 1 : 0;
                if (began >= from && status == 201) {
                    nanos[count++] = took;
                } else if (began >= from) {
                    refused++;
                }
            }
        }
        return new Seen(nanos, count, refused, created);
    }

    private static byte[] head(int port, String key, int length) {
        return ("POST /v1/jobs HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nContent-Type: application/yaml\r\n"
                        + "Idempotency-Key: " + key + "\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// Reads one answer to its end; its status.
    private static int answer(InputStream in) throws IOException {
        int status = Integer.parseInt(line(in).split(" ", 3)[1]);
        long length = 0;
        boolean chunked = false;
        for (var header = line(in); !header.isEmpty(); header = line(in)) {
            var lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
        }
        if (chunked) {
            while ((length = Long.parseLong(line(in).split(";", 2)[0].strip(), 16)) > 0) {
                in.skipNBytes(length + 2);
            }
            line(in);
        } else {
            in.skipNBytes(length);
        }
        return status;
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream(64);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.size() > LONGEST_LINE) {
                throw new EOFException("the controller hung up after: " + line);
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }
}
