package dev.outlast.controller.store;

import dev.outlast.core.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// Which controllers have this database open, and what each of them knows. Ages are told by the clock of the database,
/// for the clocks of the controllers may be anything.
public final class ControllerTable {
    private static final String SAY = """
            INSERT INTO controllers (name, version, feature_level, seen) VALUES (?, ?, ?, ${now})
            ON CONFLICT (name) DO UPDATE SET
                version = excluded.version, feature_level = excluded.feature_level, seen = excluded.seen""";
    private static final String GONE = "DELETE FROM controllers WHERE name LIKE ?";
    private static final String SEEN = """
            SELECT name, version, feature_level, ${now} - seen AS age FROM controllers
            WHERE seen > ${now} - ? ORDER BY seen DESC, name""";
    private static final String FORGET = "DELETE FROM controllers WHERE seen < ${now} - ?";
    /// The fence, the question and the change are one statement: nobody who says less can come in between.
    private static final String RAISE = """
            UPDATE leader SET feature_level = ?
            WHERE id = 1 AND epoch = ? AND feature_level < ?
                AND NOT EXISTS (SELECT 1 FROM controllers WHERE feature_level < ? AND seen > ${now} - ?)""";

    private final TokenTable.Connections connections;
    private final String seconds;

    /// @param seconds how the database says the time
    ControllerTable(TokenTable.Connections connections, String seconds) {
        this.connections = connections;
        this.seconds = seconds;
    }

    /// A controller that was seen.
    ///
    /// @param name its process and its home
    /// @param featureLevel up to which it knows everything
    public record Seen(String name, String version, int featureLevel, Duration ago) {
        public Seen {
            Objects.requireNonNull(name);
            Objects.requireNonNull(version);
            Objects.requireNonNull(ago);
        }

        /// @param process as the leader row names it
        public boolean is(String process) {
            return name.startsWith(process + " home ");
        }
    }

    private String at(String sql) {
        return sql.replace("${now}", seconds);
    }

    /// This controller is there, and no process of the same home that was there before.
    ///
    /// @param process as the leader row names it
    /// @param home letters and digits by which its home is known
    public void say(String process, String home, String version, int featureLevel) throws StoreException {
        connections.transaction("say who is there", handle -> {
            handle.execute(GONE, "% home " + home);
            return handle.execute(at(SAY), process + " home " + home, version, featureLevel);
        });
    }

    /// It stops, and is not counted from now on.
    public void gone(String home) throws StoreException {
        connections.transaction("say who is gone", handle -> handle.execute(GONE, "% home " + home));
    }

    public List<Seen> seenWithin(Duration window) throws StoreException {
        return connections.read(
                "list controllers",
                handle -> handle.createQuery(at(SEEN))
                        .bind(0, window.toSeconds())
                        .map((row, _) -> new Seen(
                                row.getString(1),
                                row.getString(2),
                                row.getInt(3),
                                Duration.ofSeconds(Math.max(0, row.getLong(4)))))
                        .list());
    }

    /// Forgets who was not seen for so long.
    public void forget(Duration before) throws StoreException {
        connections.transaction("forget controllers", handle -> handle.execute(at(FORGET), before.toSeconds()));
    }

    /// Lets everything be written that this level knows, if `epoch` leads and all who were seen know it.
    ///
    /// @return false when nothing was changed
    public boolean raise(int featureLevel, long epoch, Duration window) throws StoreException {
        int changed = connections.transaction(
                "raise the feature level",
                handle ->
                        handle.execute(at(RAISE), featureLevel, epoch, featureLevel, featureLevel, window.toSeconds()));
        return changed == 1;
    }
}
