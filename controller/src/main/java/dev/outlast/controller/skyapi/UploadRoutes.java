package dev.outlast.controller.skyapi;

import dev.outlast.controller.api.Need;
import dev.outlast.controller.api.RequestException;
import dev.outlast.controller.api.Rights;
import dev.outlast.controller.api.Route;
import dev.outlast.controller.api.Visit;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.List;

/// Takes archives of local files, in pieces that come in any order and side by side.
final class UploadRoutes {
    static final String PATH_V1 = "/upload";
    static final String PATH_V2 = "/upload_v2";

    private final SkyParts parts;
    private final Uploads uploads;

    UploadRoutes(SkyParts parts, Uploads uploads) {
        this.parts = parts;
        this.uploads = uploads;
    }

    List<Route> routes() {
        return List.of(
                Wire.get(PATH_V2 + "/blob", Need.SEE, this::has),
                Wire.post(
                        PATH_V2, Need.CHANGE, (request, response) -> piece(request, response, Uploads.Kind.BY_CONTENT)),
                Wire.post(PATH_V1, Need.CHANGE, (request, response) -> piece(request, response, Uploads.Kind.BY_TIME)));
    }

    private void has(ServerRequest request, ServerResponse response) throws IOException {
        var key = key(request, "blob_id", Uploads.Kind.BY_CONTENT);
        boolean exists = uploads.has(key);
        Json.answer(response, 200, json -> {
            json.writeStartObject();
            json.writeBooleanField("exists", exists);
            json.writeEndObject();
        });
    }

    private void piece(ServerRequest request, ServerResponse response, Uploads.Kind kind) throws IOException {
        var key = key(request, "upload_id", kind);
        int count = (int) Wire.whole(request, "total_chunks", 1, Uploads.MOST_PIECES, -1);
        int index = (int) Wire.whole(request, "chunk_index", 0, Math.max(0, count - 1), -1);
        if (count < 0 || index < 0) {
            throw RequestException.bad("chunk_index and total_chunks are needed");
        }
        if (!request.content().hasEntity()) {
            throw RequestException.bad("a piece of an upload needs a body");
        }
        Uploads.Progress progress;
        try (var in = request.content().inputStream()) {
            progress = uploads.put(key, index, count, in, Rights.of(request, parts.controller()));
        }
        Json.answer(response, 200, json -> {
            json.writeStartObject();
            json.writeStringField("status", progress.whole() ? "completed" : "uploading");
            if (progress.whole()) {
                json.writeNullField("missing_chunks");
            } else {
                json.writeArrayFieldStart("missing_chunks");
                for (int missing : progress.missing()) {
                    json.writeString("part" + missing);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        });
    }

    private static Uploads.Key key(ServerRequest request, String id, Uploads.Kind kind) {
        // Nobody puts a piece of theirs into an upload of somebody else.
        var who = Visit.of(request).who();
        var user = who.isNamed() ? Caller.of(who).hash() : Wire.query(request, "user_hash");
        return Uploads.Key.of(user, Wire.query(request, id), kind);
    }
}
