package dev.outlast.controller.store;

import dev.outlast.core.store.StoreException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Says what an SQLite error means for the caller, and stops the store after one that must not be survived.
final class SqliteFailures {
    private final String database;
    private final FatalHandler fatal;
    private final AtomicBoolean stopped = new AtomicBoolean();

    SqliteFailures(String database, FatalHandler fatal) {
        this.database = database;
        this.fatal = fatal;
    }

    void refuseWhenStopped() throws StoreException {
        if (stopped.get()) {
            throw new StoreException(StoreException.Kind.UNKNOWN, database + ": stopped after an I/O error");
        }
    }

    /// @param doing for the message: "commit batch 7"
    StoreException translate(String doing, Throwable error) {
        var code = codeOf(error);
        var message = database + ": " + doing + ": " + error.getMessage();
        return switch (Meaning.of(code)) {
            case FULL -> new StoreException(StoreException.Kind.FULL, message, error);
            case BUSY -> new StoreException(StoreException.Kind.UNKNOWN, message, error);
            case REFUSED ->
                throw new IllegalArgumentException(doing + " breaks a constraint: " + error.getMessage(), error);
            case FATAL -> {
                if (stopped.compareAndSet(false, true)) {
                    fatal.fatal(message, error);
                }
                yield new StoreException(StoreException.Kind.UNKNOWN, message, error);
            }
        };
    }

    private static @Nullable SQLiteErrorCode codeOf(Throwable error) {
        for (var e = error; e != null; e = e.getCause()) {
            if (e instanceof SQLiteException sqlite) {
                return sqlite.getResultCode();
            }
        }
        return null;
    }

    enum Meaning {
        FULL,
        BUSY,
        REFUSED,
        FATAL;

        private static final Set<Integer> FULL_CODES = Set.of(SQLiteErrorCode.SQLITE_FULL.code);
        private static final Set<Integer> BUSY_CODES = Set.of(
                SQLiteErrorCode.SQLITE_BUSY.code,
                SQLiteErrorCode.SQLITE_LOCKED.code,
                SQLiteErrorCode.SQLITE_INTERRUPT.code);
        private static final Set<Integer> REFUSED_CODES = Set.of(
                SQLiteErrorCode.SQLITE_CONSTRAINT.code,
                SQLiteErrorCode.SQLITE_MISMATCH.code,
                SQLiteErrorCode.SQLITE_TOOBIG.code);

        /// A failed growth of the shared memory file (SQLITE_IOERR_SHMSIZE) is fatal although the disk is only
        /// full:
        /// it can happen after the commit frame was synced, so only recovery can tell whether it was committed.
        static Meaning of(@Nullable SQLiteErrorCode code) {
            if (code == null) {
                return FATAL;
            }
            var primary = code.code & 0xff;
            return FULL_CODES.contains(primary)
                    ? FULL
                    : BUSY_CODES.contains(primary) ? BUSY : REFUSED_CODES.contains(primary) ? REFUSED : FATAL;
        }
    }
}
