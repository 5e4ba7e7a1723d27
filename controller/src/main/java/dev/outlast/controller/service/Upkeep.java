package dev.outlast.controller.service;

import dev.outlast.controller.access.Certificates;
import dev.outlast.controller.access.TokenBook;
import dev.outlast.controller.effects.BucketOwner;
import dev.outlast.controller.skyapi.SkyDoor;
import dev.outlast.controller.skyapi.Uploads;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.StoreException;
import dev.outlast.logs.RankKey;
import dev.outlast.logs.StoredSegment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Housekeeping that is nobody's decision: the store's log, the logs' quota, unfinished uploads. What is to be
/// done is posted by [Calendar]; it is done here, one thing after another.
final class Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration UNFINISHED = Duration.ofHours(1);
    private static final int REQUESTS_AT_A_TIME = 1_000;

    enum Chore {
        CHECKPOINT_STORE,
        LOG_QUOTA,
        UNFINISHED_UPLOADS,
        BUCKETS_OF_ENDED_JOBS,
        OLD_REQUESTS,
        TOKENS,
        TOKENS_OF_OTHERS,
        PRESENCE,
        CERTIFICATES
    }

    private final Installation installation;
    private final TokenBook tokens;
    private final Presence presence;
    private final Optional<Certificates> certificates;
    private final BlockingQueue<Chore> posted = new LinkedBlockingQueue<>();
    private final Thread thread;

    Upkeep(Installation installation, TokenBook tokens, Presence presence, Optional<Certificates> certificates) {
        this.installation = installation;
        this.tokens = tokens;
        this.presence = presence;
        this.certificates = certificates;
        this.thread = Thread.ofVirtual().name("upkeep").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Asks for a chore; the same one is not queued twice.
    void post(Chore chore) {
        if (!posted.contains(chore)) {
            posted.add(chore);
        }
    }

    void stop() {
        thread.interrupt();
    }

    private void run() {
        while (true) {
            Chore chore;
            try {
                chore = posted.take();
            } catch (InterruptedException stopped) {
                return;
            }
            try {
                perform(chore);
            } catch (StoreException | IOException | RuntimeException failed) {
                LOG.warn("{} failed; it is tried again at its next time: {}", chore, failed.toString());
            }
        }
    }

    private void perform(Chore chore) throws StoreException, IOException {
        switch (chore) {
            case CHECKPOINT_STORE -> {
                installation.store().checkpoint();
                if (!installation.store().restoreReserve()) {
                    LOG.warn("the disk is too full for the store's reserve; free some space");
                }
            }
            case LOG_QUOTA -> {
                var plan = installation.logs().quota().enforce(this::finished, this::isWaiting);
                installation.logs().shelved().ifPresent(logs -> logs.discarded(plan.deletions()));
                if (!plan.deletions().isEmpty()) {
                    LOG.info(
                            "the logs' quota deleted {} segments",
                            plan.deletions().size());
                }
            }
            case UNFINISHED_UPLOADS -> {
                var since = Instant.now().minus(UNFINISHED);
                installation.sweepUnfinished(since);
                Uploads.sweep(installation.home().skyUploads(), since);
            }
            case BUCKETS_OF_ENDED_JOBS -> removeBuckets();
            case TOKENS -> tokens.tidy();
            case TOKENS_OF_OTHERS -> tokens.refresh();
            case PRESENCE -> {
                installation.time().look();
                presence.beat();
            }
            case CERTIFICATES -> certificates.ifPresent(Certificates::refresh);
            case OLD_REQUESTS -> {
                var before = installation.time().instant().minus(SkyDoor.RETENTION);
                // Short pieces, so that the engine's commits get in between.
                while (installation.store().forgetApiRequests(before, REQUESTS_AT_A_TIME) == REQUESTS_AT_A_TIME) {
                    LOG.debug("old requests are forgotten");
                }
            }
        }
    }

    /// Only of a job that this store knows to have ended: an older store that was brought back knows nothing.
    private void removeBuckets() throws StoreException, IOException {
        for (var bucket : installation.jobBuckets().owned().entrySet()) {
            var owner = BucketOwner.parse(bucket.getValue());
            if (owner.isPresent()
                    && owner.get().isOf(installation.store().leader())
                    && installation
                            .store()
                            .job(owner.get().job())
                            .filter(row -> !row.live())
                            .isPresent()) {
                installation.jobBuckets().remove(bucket.getKey(), bucket.getValue());
                LOG.info(
                        "bucket {} went with job {}",
                        bucket.getKey(),
                        owner.get().job());
            }
        }
    }

    private boolean isWaiting(StoredSegment segment) {
        return installation
                .logs()
                .shelved()
                .filter(logs -> logs.isWaiting(RankKey.of(segment.name())))
                .isPresent();
    }

    private boolean finished(JobId id) {
        try {
            return installation.store().job(id).map(row -> !row.live()).orElse(true);
        } catch (StoreException away) {
            return false;
        }
    }
}
