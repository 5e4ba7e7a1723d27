package dev.outlast.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.controller.codec.StateCodec;
import dev.outlast.controller.config.ControllerConfig;
import dev.outlast.controller.store.DataDirectory;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.StoreException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

/// A version leads only where it can read everything that may be written.
final class FeatureLevelTest {
    @TempDir
    private Path home;

    private void opened() throws Exception {
        try (var directory = DataDirectory.open(home.resolve("data"));
                var store = StoreChoice.open(ControllerConfig.read(home, ""), directory, (what, cause) -> {
                    throw new AssertionError(what, cause);
                })) {
            assertThat(store.leader().featureLevel()).isEqualTo(StateCodec.FEATURE_LEVEL);
        }
    }

    @Test
    void anInstallationOfANewerVersionIsNotOpened() throws Exception {
        opened();
        try (var connection = new SQLiteConfig().createConnection("jdbc:sqlite:" + home.resolve("data/outlast.db"));
                var statement = connection.createStatement()) {
            statement.execute("UPDATE leader SET feature_level = " + (StateCodec.FEATURE_LEVEL + 1));
        }
        assertThatThrownBy(this::opened)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is at feature level 2, and this version knows 1")
                .hasMessageContaining("Run that one");
        // It is let go of: whoever knows more can have it at once.
        DataDirectory.open(home.resolve("data")).close();
    }

    @Test
    void whoStoodByWhileItWasRaisedDoesNotLead() throws Exception {
        var known = new LeaderRow(4, 9, "mine", 1, StateCodec.FEATURE_LEVEL, "me", 3);
        assertThat(StoreChoice.understood(known)).isSameAs(known);
        assertThatThrownBy(
                        () -> StoreChoice.understood(new LeaderRow(4, 9, "mine", 1, known.featureLevel() + 1, "me", 3)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("installation mine is at feature level");
    }
}
