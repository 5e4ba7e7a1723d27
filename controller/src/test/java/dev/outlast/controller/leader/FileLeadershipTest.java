package dev.outlast.controller.leader;

import dev.outlast.controller.store.DataDirectory;
import dev.outlast.core.spi.Leadership;
import dev.outlast.testkit.leader.LeadershipContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileLeadershipTest extends LeadershipContract {
    @TempDir
    Path path;

    @Override
    protected Leadership contender(String name) throws Exception {
        return new FileLeadership(DataDirectory.at(path));
    }
}
