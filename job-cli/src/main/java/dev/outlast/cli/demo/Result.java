package dev.outlast.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// What a training left in its bucket when it was through.
///
/// @param finalLoss as it was written
/// @param exactly the same number, bit by bit
/// @param attempt the one that ended it
record Result(String finalLoss, String exactly, int attempt) {
    Result {
        Objects.requireNonNull(finalLoss);
        Objects.requireNonNull(exactly);
    }

    static Result in(Path bucket) throws DemoException {
        var file = bucket.resolve("result.json");
        try {
            var json = new ObjectMapper().readTree(Files.readString(file));
            var result = new Result(
                    json.path("final_loss").asText(""),
                    json.path("exactly").asText(""),
                    json.path("attempt").asInt());
            if (result.exactly.isEmpty() || result.finalLoss.isEmpty()) {
                throw new DemoException("the training's result says no final loss: " + file);
            }
            return result;
        } catch (IOException missing) {
            throw new DemoException("the training left no result: " + missing);
        }
    }
}
