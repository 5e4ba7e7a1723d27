package dev.outlast.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// [Chaos] where the database elects. `-Drounds=200 -Dgroups=slow -DexcludedGroups=` is the full form.
@EnabledIf(
        value = "dev.outlast.testkit.postgres.LocalPostgres#isInstalled",
        disabledReason = "it needs PostgreSQL: apt install postgresql")
final class ChaosTest {
    @TempDir
    private Path directory;

    @Test
    void survivesOneOfEachFault() throws Exception {
        chaos().survives(Chaos.Fault.values().length, seed());
    }

    @Tag("slow")
    @Test
    void survivesManyRounds() throws Exception {
        chaos().survives(Integer.getInteger("rounds", 20), seed());
    }

    static long seed() {
        return Long.getLong("seed", 20_261_121L);
    }

    private Chaos chaos() {
        return new Chaos(directory, new ByDatabase(), Duration.ofSeconds(2));
    }

    private record ByDatabase() implements Chaos.Election {
        @Override
        public Several controllers(Path directory, int count) throws IOException {
            return new Several(directory, count, "2s");
        }

        @Override
        public boolean isByTheDatabase() {
            return true;
        }
    }
}
