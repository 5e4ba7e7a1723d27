package dev.outlast.core.spi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Where the controllers of one installation keep files for each other: uploads and segments of logs. Each is whole,
/// has a name, and never changes: who has something else to say gives it another name. Contract suite:
/// `ArtefactStoreContract`.
///
/// All calls wait for the outside, so none is made from the engine's thread. Safe for many threads.
///
/// What is thrown: [Refused] when waiting does not help (no rights, no such bucket), another [IOException] when it may
/// pass. After either of a [#put] or [#delete] it may or may not have been done; doing it again is harmless.
public interface ArtefactStore extends AutoCloseable {
    int MAX_NAME = 512;
    Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*");

    /// For people: `s3://bucket/prefix at http://10.0.0.1:9000`, without secrets.
    String description();

    /// Puts a file, unless there is one of that name; that one is left as it is. Nobody ever sees a part of it. Once
    /// this has returned, power cuts and the loss of this machine do not take it away (for a directory: as far as
    /// the directory's own disk keeps them away), and [#open], [#size] and [#list] of every controller find it.
    ///
    /// @param name see [#checkName]
    /// @param content a file that does not change meanwhile; up to 5 GB
    /// @return whether it was put by this call; false also when an earlier call whose answer was lost had put it
    boolean put(String name, Path content) throws IOException;

    /// Its bytes, from the first; empty when there is none of that name. The stream is the caller's to close, and
    /// throws when the bytes end too early.
    Optional<InputStream> open(String name) throws IOException;

    /// In bytes; empty when there is none of that name.
    OptionalLong size(String name) throws IOException;

    /// All whose names begin so, in order of their names.
    ///
    /// @param prefix part of a name, often with `/` at its end; empty for all
    List<Item> list(String prefix) throws IOException;

    /// Removes it; does nothing when there is none of that name.
    void delete(String name) throws IOException;

    /// Frees what this object holds; does not wait for the outside.
    @Override
    void close();

    /// @param bytes its size
    /// @param put when, by the outside's clock, to the second
    record Item(String name, long bytes, Instant put) {
        public Item {
            Objects.requireNonNull(name);
            Objects.requireNonNull(put);
        }
    }

    /// Waiting does not help: somebody has to change rights or settings. The message says which.
    final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        public Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// Names are parts of letters, digits, `.`, `_` and `-` with `/` between; no part is `.` or `..`.
    ///
    /// @throws IllegalArgumentException for all others
    static String checkName(String name) {
        if (name.length() > MAX_NAME
                || !NAME.matcher(name).matches()
                || List.of(name.split("/", -1)).contains(".")
                || List.of(name.split("/", -1)).contains("..")) {
            throw new IllegalArgumentException("not the name of an artefact: '" + name + "'");
        }
        return name;
    }
}
