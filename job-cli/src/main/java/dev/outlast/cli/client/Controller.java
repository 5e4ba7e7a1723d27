package dev.outlast.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.ExitCodes;
import dev.outlast.cli.Session;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;

/// The controller a command talks to.
public final class Controller {
    private static final int CONNECT_MILLIS = 5_000;
    /// Longer than the longest wait that we ask for.
    private static final int READ_MILLIS = 90_000;

    private final Session session;
    private final Duration patience;

    private Controller(Session session, Duration patience) {
        this.session = session;
        this.patience = patience;
    }

    public static Controller of(Session session) {
        // A POST that got no answer is sent again by us, with its key, or not at all.
        System.setProperty("sun.net.http.retryPost", "false");
        return new Controller(session, Duration.ofSeconds(60));
    }

    /// With another bound on how long a controller may be away before a command gives up.
    public Controller patient(Duration longest) {
        return new Controller(session, longest);
    }

    public JsonNode get(String path) throws CommandFailure, IOException {
        return json(ask(Request.get(path), ""));
    }

    public JsonNode post(String path, JsonNode body) throws CommandFailure, IOException {
        return json(ask(Request.post(path, body), ""));
    }

    /// Sends it once.
    ///
    /// @param file what the lines of problems are lines of
    public Reply ask(Request request, String file) throws CommandFailure, IOException {
        return done(send(request), file);
    }

    /// Sends it until it is answered, over lost connections and while the controller is busy. Only for what may be
    /// sent again: reads, and requests with a key. That no controller is there at the first try is told at once.
    public Reply askUntilAnswered(Request request, String file)
            throws CommandFailure, IOException, InterruptedException {
        var until = System.nanoTime() + patience.toNanos();
        long wait = 100;
        boolean sent = false;
        while (true) {
            try {
                var reply = send(request);
                if (!reply.isLater() || System.nanoTime() > until) {
                    return done(reply, file);
                }
                sent = true;
            } catch (Unreachable away) {
                sent |= away.mayHaveBeenSent;
                if (!sent || System.nanoTime() > until) {
                    throw away;
                }
            }
            Thread.sleep(wait + (long) (Math.random() * wait));
            wait = Math.min(2 * wait, 2_000);
        }
    }

    /// Reads over any interruption, also one of the very first try: for commands that were talking already.
    public Reply keepAsking(Request request) throws CommandFailure, IOException, InterruptedException {
        var until = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return askUntilAnswered(request, "");
            } catch (Unreachable away) {
                if (System.nanoTime() > until) {
                    throw away;
                }
                Thread.sleep(500);
            }
        }
    }

    public static JsonNode json(Reply reply) throws CommandFailure {
        try {
            return reply.json();
        } catch (IOException notOurs) {
            throw new CommandFailure(
                    ExitCodes.REFUSED, "what answers there is no Outlast controller: " + notOurs.getMessage());
        }
    }

    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Reply done(Reply reply, String file) throws Refusal {
        if (!reply.isDone()) {
            throw Refusal.of(reply, file);
        }
        return reply;
    }

    /// No answer came.
    private static final class Unreachable extends CommandFailure {
        private static final long serialVersionUID = 1L;

        private final boolean mayHaveBeenSent;

        Unreachable(boolean mayHaveBeenSent, String line) {
            super(ExitCodes.UNREACHABLE, line);
            this.mayHaveBeenSent = mayHaveBeenSent;
        }
    }

    /// The file of certificates is none.
    private static final class UnusableTrust extends IOException {
        private static final long serialVersionUID = 1L;

        UnusableTrust(String line) {
            super(line);
        }
    }

    private Reply send(Request request) throws CommandFailure {
        Endpoint endpoint;
        try {
            endpoint = Endpoint.of(session);
        } catch (CommandFailure none) {
            if (none.exitCode() == ExitCodes.UNREACHABLE) {
                throw new Unreachable(false, String.valueOf(none.getMessage()));
            }
            throw none;
        }
        try {
            return send(endpoint, request);
        } catch (IllegalArgumentException malformed) {
            throw CommandFailure.usage("not an address: " + endpoint.address() + "; look at OUTLAST_ENDPOINT");
        } catch (ConnectException | UnknownHostException refused) {
            throw new Unreachable(false, "no controller at " + endpoint.address() + "; " + Endpoint.START);
        } catch (SSLException untrusted) {
            throw new CommandFailure(
                    ExitCodes.UNREACHABLE,
                    "the controller at " + endpoint.address() + " is not believed: " + Trust.advice(untrusted));
        } catch (UnusableTrust wrong) {
            throw CommandFailure.usage(String.valueOf(wrong.getMessage()));
        } catch (IOException lost) {
            throw new Unreachable(
                    true, "no answer from the controller at " + endpoint.address() + ": " + lost.getMessage());
        }
    }

    private Reply send(Endpoint endpoint, Request request) throws IOException {
        var connection = (HttpURLConnection)
                URI.create(endpoint.address() + request.path()).toURL().openConnection();
        try {
            Trust.set(connection, session.variable("OUTLAST_CA_FILE"), session.home());
        } catch (IOException unusable) {
            throw new UnusableTrust("the certificates to trust cannot be read: " + unusable.getMessage());
        }
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestMethod(request.method());
        connection.setRequestProperty("Accept", "application/json, text/plain");
        request.content().headers().forEach(connection::setRequestProperty);
        if (!endpoint.token().isEmpty()) {
            connection.setRequestProperty("Authorization", "Bearer " + endpoint.token());
        }
        if (!session.user().isEmpty()) {
            connection.setRequestProperty("Outlast-User", session.user());
        }
        if (!request.key().isEmpty()) {
            connection.setRequestProperty("Idempotency-Key", request.key());
        }
        if (!(request.content() instanceof Request.Content.None)) {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(request.content().length());
            try (var out = connection.getOutputStream();
                    var in = request.content().open()) {
                in.transferTo(out);
            }
        }
        return reply(connection);
    }

    private static Reply reply(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        if (status < 0) {
            throw new IOException("not HTTP");
        }
        byte[] body;
        try (var in = status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
            body = in == null ? new byte[0] : in.readAllBytes();
        }
        return new Reply(status, headers(connection), body);
    }

    private static Map<String, String> headers(HttpURLConnection connection) {
        var headers = new HashMap<String, String>();
        connection.getHeaderFields().forEach((name, values) -> {
            if (name != null && !values.isEmpty()) {
                headers.put(name.toLowerCase(Locale.ROOT), values.getFirst());
            }
        });
        return headers;
    }
}
