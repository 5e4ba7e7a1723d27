package dev.outlast.controller.service;

import dev.outlast.controller.access.Audit;
import dev.outlast.controller.access.FailedTries;
import dev.outlast.controller.access.TokenBook;
import dev.outlast.controller.api.Access;
import dev.outlast.controller.backup.Restore;
import dev.outlast.controller.config.ConfigException;
import dev.outlast.controller.config.ControllerConfig;
import dev.outlast.controller.effects.AheadOfUs;
import dev.outlast.controller.engine.Input;
import dev.outlast.controller.engine.Listener;
import dev.outlast.controller.engine.LostLeadership;
import dev.outlast.controller.secret.SecretException;
import dev.outlast.controller.skyapi.SkyDoor;
import dev.outlast.controller.skyapi.SkyParts;
import dev.outlast.controller.skyapi.queue.QueueBoard;
import dev.outlast.controller.store.DataDirectory;
import dev.outlast.controller.store.DataDirectoryException;
import dev.outlast.core.spi.Leadership;
import dev.outlast.core.store.ApiRequestRow;
import dev.outlast.core.store.EventRow;
import dev.outlast.core.store.StoreException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A controller from start to stop: takes the directory, leads, serves.
public final class ControllerProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControllerProcess.class);

    private final DataDirectory directory;
    private final Installation installation;
    private final Leadership leadership;
    private final Leadership.Term lease;
    private final Term term;
    private final Upkeep upkeep;
    private final Calendar calendar;
    private final Thread deadlines;
    private final TokenBook tokens;
    private final ControllerService service;
    private final QueueBoard queue;
    private final QueueLoading loading;
    private final Consumer<Throwable> ended;

    /// @param ended told why this process must end: it lost the lead, or the store failed
    public ControllerProcess(Home home, ControllerConfig config, Consumer<Throwable> ended)
            throws IOException, ConfigException, DataDirectoryException, StoreException, SecretException,
                    LostLeadership, AheadOfUs, InterruptedException, SchedulerException {
        this.ended = ended;
        this.directory = DataDirectory.open(home.data());
        HomeIdentity.claim(directory.path());
        this.installation = new Installation(
                home, config, directory, (what, cause) -> ended.accept(new IllegalStateException(what, cause)));
        this.leadership = StoreChoice.leadership(config, directory);
        this.lease = leadership.awaitElection();
        this.loading = new QueueLoading(installation.store(), installation.book());
        this.queue = loading.queue();
        var figures = new Figures(Instant.now());
        this.term = new Term(
                new Term.Parts(
                        config,
                        installation.store(),
                        installation.launchers(),
                        installation.buckets(),
                        installation.jobBuckets(),
                        home.blobs(),
                        home.data().resolve(Restore.MARK),
                        installation.book(),
                        installation.logs(),
                        lease,
                        Listener.all(List.of(figures, queue, this::jobsEnded)),
                        installation.store()::releaseReserve,
                        (what, why) -> LOG.error("{}", what, why),
                        ended),
                StoreChoice.holder(config));
        figures.show(() -> new Figures.Now(
                lease.stands(),
                term.leader().epoch(),
                term.jobs().size(),
                term.inFlight(),
                installation.store().walBytes(),
                installation.store().statements()));
        this.service = new ControllerService(installation, term, figures);
        this.tokens = new TokenBook(
                installation.store().tokens(), () -> term.leader().epoch(), Clock.systemUTC(), new SecureRandom());
        this.upkeep = new Upkeep(installation, tokens);
        this.calendar = new Calendar(
                "outlast-" + term.leader().installation() + "-" + term.leader().epoch());
        calendar.every("sweep", config.sweepEvery(), term.mailbox()::sweep);
        calendar.every("store", Duration.ofSeconds(5), () -> upkeep.post(Upkeep.Chore.CHECKPOINT_STORE));
        calendar.every("logs", Duration.ofSeconds(30), () -> upkeep.post(Upkeep.Chore.LOG_QUOTA));
        calendar.every("all logs", Duration.ofDays(1), installation.logs().quota()::recount);
        calendar.every("requests", Duration.ofMinutes(10), () -> upkeep.post(Upkeep.Chore.OLD_REQUESTS));
        calendar.every("uploads", Duration.ofMinutes(10), () -> upkeep.post(Upkeep.Chore.UNFINISHED_UPLOADS));
        calendar.every("buckets", Duration.ofMinutes(10), () -> upkeep.post(Upkeep.Chore.BUCKETS_OF_ENDED_JOBS));
        calendar.every("janitor", config.policies().launchDeadline(), this::clean);
        calendar.every("tokens", Duration.ofMinutes(1), () -> upkeep.post(Upkeep.Chore.TOKENS));
        this.deadlines = Thread.ofVirtual().name("deadlines").unstarted(this::expire);
    }

    public void start() throws SchedulerException {
        term.start();
        upkeep.start();
        loading.start();
        calendar.start();
        deadlines.start();
        clean();
    }

    /// On a thread of its own, for a launcher may take its time. Not more rarely than half the time after which a
    /// thing is an orphan: of two copies, the one that is behind ends before the other's things are due.
    private void clean() {
        Thread.ofVirtual().name("janitor").start(term::clean);
    }

    /// A bucket that lives no longer than its job goes when the job has.
    private void jobsEnded(List<Listener.Change> changes, List<EventRow> events) {
        if (installation.hasJobBuckets()
                && changes.stream().anyMatch(c -> !c.after().isLive())) {
            upkeep.post(Upkeep.Chore.BUCKETS_OF_ENDED_JOBS);
        }
    }

    /// In one line, for the service manager.
    public String status() {
        var leader = term.leader();
        var launchers = String.join(" ", new TreeSet<>(installation.launchers().names()));
        return (lease.stands() ? "leads installation " : "has lost the lead of ") + leader.installation() + ", epoch "
                + leader.epoch() + ", " + term.jobs().size() + " live jobs, launchers: "
                + (launchers.isEmpty() ? "none" : launchers);
    }

    /// Changes as long as the engine gets on, if it is nudged.
    public long progress() {
        return term.progress();
    }

    public void nudge() {
        term.mailbox().nudge();
    }

    public ControllerService service() {
        return service;
    }

    /// Who is let in.
    public Access access() {
        return new Access(tokens, new FailedTries(Clock.systemUTC()), Audit.NONE);
    }

    /// The protocol of SkyPilot's clients over this controller.
    ///
    /// @param needsToken whether the door asks for it
    public SkyDoor sky(boolean needsToken) {
        var clouds = new TreeMap<String, List<String>>();
        var config = installation.config();
        installation
                .launchers()
                .names()
                .forEach(launcher -> clouds.put(
                        launcher,
                        config.clouds().entrySet().stream()
                                .filter(e -> e.getValue().equals(launcher))
                                .map(Map.Entry::getKey)
                                .sorted()
                                .toList()));
        return new SkyDoor(new SkyParts(
                service,
                installation.store(),
                queue,
                this::keep,
                clouds,
                installation.home().skyUploads(),
                installation.home().blobs(),
                term.leader().installation() + "." + term.leader().incarnation(),
                needsToken,
                Clock.systemUTC(),
                new SecureRandom()));
    }

    private void keep(ApiRequestRow row) {
        boolean taken = term.mailbox().offer(new Input.Note(row, _ -> LOG.debug("{} is recorded", row.id())));
        if (!taken) {
            LOG.warn("request {} is not recorded: too many commands wait", row.id());
        }
    }

    private void expire() {
        try {
            while (true) {
                Thread.sleep(1_000);
                term.expireEffects();
                if (!lease.stands()) {
                    endWhenReplaced();
                }
            }
        } catch (InterruptedException stopped) {
            LOG.debug("no more deadlines to watch");
        }
    }

    /// An engine that has nothing to write would never be told.
    private void endWhenReplaced() {
        try {
            var row = installation.store().leader();
            if (row.epoch() != term.leader().epoch()) {
                ended.accept(new LostLeadership(row.holder() + " leads now, epoch " + row.epoch()));
            }
        } catch (StoreException away) {
            LOG.debug("nobody can say who leads: {}", away.getMessage());
        }
    }

    /// Orderly: jobs run on, and the next controller finds them.
    @Override
    public void close() {
        deadlines.interrupt();
        try {
            calendar.close();
            term.close();
        } catch (SchedulerException | InterruptedException hurried) {
            LOG.warn("stopped in a hurry: {}", hurried.toString());
            Thread.currentThread().interrupt();
        }
        upkeep.stop();
        loading.stop();
        lease.resign();
        leadership.close();
        installation.close();
        directory.close();
    }
}
