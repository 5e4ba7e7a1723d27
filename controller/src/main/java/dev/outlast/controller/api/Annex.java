package dev.outlast.controller.api;

import io.helidon.webserver.http.ServerResponse;
import java.util.List;

/// A second protocol behind the same door: it shares the guard and the limits, and answers on its own paths in its own
/// form.
public interface Annex extends AutoCloseable {
    /// None.
    Annex NONE = new Annex() {
        @Override
        public List<Route> routes() {
            return List.of();
        }

        @Override
        public boolean owns(String path) {
            return false;
        }

        @Override
        public boolean isUpload(String path) {
            return false;
        }

        @Override
        public String bareToken(String presented) {
            return presented;
        }

        @Override
        public String newRequestId() {
            return "";
        }

        @Override
        public boolean isHealth(String path) {
            return false;
        }

        @Override
        public void mark(ServerResponse response) {}

        @Override
        public void error(ServerResponse response, RequestException error) {
            Replies.error(response, error);
        }

        @Override
        public void close() {}
    };

    List<Route> routes();

    /// Whether what happens at this path, errors included, is told in its form.
    boolean owns(String path);

    /// Whether a request there carries bytes, not JSON.
    boolean isUpload(String path);

    /// The token as this controller knows it, from how its clients write it.
    String bareToken(String presented);

    /// An id for a request that is sent on to the leader, under which it is done at most once however often it is sent;
    /// it goes in the header [Query#REQUEST_ID].
    String newRequestId();

    /// Whether its clients ask there, before anything else, if this controller lives, and take a refusal for something
    /// else than what it says.
    boolean isHealth(String path);

    /// Puts on the headers that every one of its answers carries.
    void mark(ServerResponse response);

    void error(ServerResponse response, RequestException error);

    /// Ends what waits.
    @Override
    void close();
}
