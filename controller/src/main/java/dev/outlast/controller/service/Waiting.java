package dev.outlast.controller.service;

import dev.outlast.controller.engine.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Waits for the engine's answer. An interrupted wait knows nothing: the command may still be done.
final class Waiting {
    private Waiting() {}

    static Reply.Answer on(CompletableFuture<Reply.Answer> reply) {
        try {
            return reply.get();
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
            return new Reply.Answer.Unknown();
        } catch (ExecutionException bug) {
            throw new IllegalStateException("the engine's reply failed", bug);
        }
    }
}
