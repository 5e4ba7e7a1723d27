package dev.outlast.controller.api;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// Uploads: a working directory or files as one archive, named by its content.
final class BlobRoutes {
    static final String PATH = "/v1/blobs";

    private final ControllerFacade controller;
    private final long maxBytes;

    BlobRoutes(ControllerFacade controller, long maxBytes) {
        this.controller = controller;
        this.maxBytes = maxBytes;
    }

    List<Route> routes() {
        return List.of(Route.put(PATH, Need.CHANGE, this::put), Route.get(PATH + "/{sha256}", Need.SEE, this::has));
    }

    private void put(ServerRequest request, ServerResponse response) throws IOException {
        var length = request.headers().contentLength();
        if (length.isPresent() && length.getAsLong() > maxBytes) {
            throw BodyReader.tooLarge(maxBytes);
        }
        if (!request.content().hasEntity()) {
            throw RequestException.bad("an upload needs a body");
        }
        try (var in = request.content().inputStream()) {
            var answer = Rights.of(request, controller).putBlob(new Capped(in, maxBytes));
            Replies.answer(response, 201, answer, SystemJson.text("sha256"));
        }
    }

    private void has(ServerRequest request, ServerResponse response) {
        var sha256 = request.path().pathParameters().get("sha256");
        if (!controller.hasBlob(sha256)) {
            throw new RequestException(404, "not_found", "there is no such blob");
        }
        Replies.json(response, 200, sha256, SystemJson.text("sha256"));
    }

    /// Ends with an error where more comes than allowed.
    private static final class Capped extends InputStream {
        private final InputStream in;
        private final long most;
        private long read;

        Capped(InputStream in, long most) {
            this.in = in;
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = in.read(bytes, offset, length);
            count(Math.max(n, 0));
            return n;
        }

        private void count(int more) throws IOException {
            read += more;
            if (read > most) {
                BodyReader.discard(in);
                throw BodyReader.tooLarge(most);
            }
        }
    }
}
