package dev.outlast.provider.local;

import dev.outlast.core.job.Token;
import dev.outlast.core.spi.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Clears away what a launcher left half done when its process was killed.
record HomeSweep(HomeLayout home, ClusterLedger ledger, RankEnd ending, InstantSource clock, String bootId) {
    private static final Logger LOG = LoggerFactory.getLogger(HomeSweep.class);

    /// Longer than anybody takes to make a node ready.
    private static final Duration ABANDONED = Duration.ofHours(1);

    void sweep() throws IOException {
        for (var making : HomeLayout.children(home.making())) {
            if (isAbandoned(making)) {
                TreeDelete.delete(making);
            }
        }
        for (var orphan : orphans()) {
            end(orphan, () -> ending.release(List.of(new RankEnd.Node(orphan, Optional.empty()))));
        }
        for (var trash : HomeLayout.children(home.trash())) {
            end(trash, () -> ending.empty(trash));
        }
        for (var hint : HomeLayout.children(home.notifyDirectory())) {
            if (Token.parse(hint.getFileName().toString()).flatMap(ledger::find).isEmpty()) {
                Files.deleteIfExists(hint);
            }
        }
    }

    /// Nodes of no cluster. Found while nobody else makes or releases one.
    private List<Path> orphans() throws IOException {
        var orphans = new ArrayList<Path>();
        ledger.alone(() -> {
            for (var node : HomeLayout.children(home.nodes())) {
                if (Files.isDirectory(node)
                        && HomeLayout.tokenOf(node).flatMap(ledger::find).isEmpty()) {
                    orphans.add(node);
                }
            }
        });
        return orphans;
    }

    private interface Ending {
        void perform() throws LauncherException, IOException;
    }

    private static void end(Path directory, Ending ending) throws IOException {
        try {
            LOG.info("{} belongs to no cluster: ending it", directory.getFileName());
            ending.perform();
        } catch (LauncherException later) {
            // It stays where the next sweep finds it.
            LOG.warn("{} cannot be ended", directory.getFileName(), later);
        }
    }

    /// Its files may hold secrets, so it goes as soon as nobody can finish it.
    private boolean isAbandoned(Path making) throws IOException {
        var makerIsDead =
                Maker.of(making, bootId).filter(maker -> !maker.lives()).isPresent();
        return makerIsDead || age(making).compareTo(ABANDONED) > 0;
    }

    private Duration age(Path path) throws IOException {
        try {
            return Duration.between(Files.getLastModifiedTime(path).toInstant(), clock.instant());
        } catch (NoSuchFileException doneMeanwhile) {
            return Duration.ZERO;
        }
    }
}
