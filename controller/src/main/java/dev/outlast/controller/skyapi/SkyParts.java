package dev.outlast.controller.skyapi;

import dev.outlast.controller.api.ControllerFacade;
import dev.outlast.controller.skyapi.queue.QueueBoard;
import dev.outlast.core.spi.ArtefactStore;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.ApiRequestRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What the protocol is translated into.
///
/// @param store read only; everything is written through `controller` and `keeper`
/// @param clouds by launcher: the names of clouds that it is published under
/// @param uploads where uploads lie until they are whole
/// @param blobs where they lie unpacked, by sha256
/// @param beyond how to get at those that other controllers took
/// @param installation names this installation and how often it was restored
public record SkyParts(
        ControllerFacade controller,
        Store store,
        QueueBoard queue,
        Keeper keeper,
        Map<String, List<String>> clouds,
        Path uploads,
        Path blobs,
        Beyond beyond,
        String installation,
        boolean needsToken,
        InstantSource clock,
        RandomGenerator random) {
    public SkyParts {
        Objects.requireNonNull(controller);
        Objects.requireNonNull(store);
        Objects.requireNonNull(queue);
        Objects.requireNonNull(keeper);
        clouds = Map.copyOf(clouds);
        Objects.requireNonNull(uploads);
        Objects.requireNonNull(blobs);
        Objects.requireNonNull(beyond);
        Objects.requireNonNull(installation);
        Objects.requireNonNull(clock);
        Objects.requireNonNull(random);
    }

    /// What other controllers took.
    ///
    /// @param store where they say which upload is which blob; empty where all see one disk
    public record Beyond(Optional<ArtefactStore> store, Bringing bringing) {
        /// Where this disk is the only one, or one that all controllers see.
        public static final Beyond NONE = new Beyond(Optional.empty(), _ -> {});

        public Beyond {
            Objects.requireNonNull(store);
            Objects.requireNonNull(bringing);
        }
    }

    /// Sees to it that a blob lies here, unpacked.
    @FunctionalInterface
    public interface Bringing {
        void ready(String sha256) throws IOException;
    }

    /// Records a request that changed nothing. Returns at once; what cannot be recorded is lost, and nothing with it.
    @FunctionalInterface
    public interface Keeper {
        void keep(ApiRequestRow row);
    }
}
