package dev.outlast.controller.service;

import dev.outlast.controller.access.AuditLog;
import dev.outlast.controller.access.Certificates;
import dev.outlast.controller.access.FailedTries;
import dev.outlast.controller.access.TokenBook;
import dev.outlast.controller.api.Access;
import dev.outlast.controller.api.AccessToken;
import dev.outlast.controller.api.Seats;
import dev.outlast.controller.backup.HighWater;
import dev.outlast.controller.codec.FeatureLevel;
import dev.outlast.controller.config.ConfigException;
import dev.outlast.controller.config.ControllerConfig;
import dev.outlast.controller.effects.AheadOfUs;
import dev.outlast.controller.engine.Input;
import dev.outlast.controller.engine.Listener;
import dev.outlast.controller.engine.LostLeadership;
import dev.outlast.controller.secret.SecretBox;
import dev.outlast.controller.secret.SecretException;
import dev.outlast.controller.skyapi.SkyDoor;
import dev.outlast.controller.skyapi.SkyParts;
import dev.outlast.controller.skyapi.queue.QueueBoard;
import dev.outlast.controller.store.DataDirectory;
import dev.outlast.controller.store.DataDirectoryException;
import dev.outlast.core.spi.Leadership;
import dev.outlast.core.store.ApiRequestRow;
import dev.outlast.core.store.EventRow;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A controller from start to stop: takes the directory, leads, serves.
public final class ControllerProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControllerProcess.class);

    private static final long AGAIN_MILLIS = 500;

    private final DataDirectory directory;
    private final Installation installation;
    private final Leadership leadership;
    private final Standing standing;
    private final Upkeep upkeep;
    private final Calendar calendar;
    private final TokenBook tokens;
    private final AuditLog audit;
    private final Optional<Certificates> certificates;
    private final Presence presence;
    private final ControllerService service;
    private final Figures figures;
    private final QueueBoard queue;
    private final QueueLoading loading;
    private final Following following;
    private final Consumer<Throwable> ended;
    private final Thread election;
    private final AtomicBoolean sharing = new AtomicBoolean();
    private volatile Optional<Reign> reign = Optional.empty();
    private volatile String holder = "";

    /// @param ended told why this process must end: it lost the lead, or the store failed
    public ControllerProcess(Home home, ControllerConfig config, Consumer<Throwable> ended)
            throws IOException, ConfigException, DataDirectoryException, StoreException, SecretException, AheadOfUs,
                    SchedulerException {
        this.ended = ended;
        this.certificates = certificates(home, config);
        this.directory = DataDirectory.open(home.data());
        HomeIdentity.claim(directory.path());
        this.installation = new Installation(
                home, config, directory, (what, cause) -> ended.accept(new IllegalStateException(what, cause)));
        this.leadership = StoreChoice.leadership(config, directory);
        this.standing = new Standing(installation.store());
        this.loading = new QueueLoading(installation.store(), installation.book());
        this.queue = loading.queue();
        this.tokens =
                new TokenBook(installation.store().tokens(), this::epoch, installation.time(), new SecureRandom());
        this.following = new Following(
                installation.store(),
                installation.book(),
                queue,
                installation.logs().hub(),
                standing);
        this.figures = new Figures(Instant.now());
        figures.show(this::now);
        this.presence = new Presence(
                installation.store(),
                installation.gate(),
                FeatureLevel.known(),
                () -> holder,
                HomeIdentity.shortName(directory.path()),
                this::epoch,
                config.postgres().map(_ -> new HighWater(home.shared())),
                ended);
        this.service = new ControllerService(installation, standing, figures, presence);
        this.audit = AuditLog.open(home.audit(), AuditLog.Limits.DEFAULT, installation.time());
        this.upkeep = new Upkeep(installation, tokens, presence, certificates);
        this.calendar = new Calendar("outlast-" + HexFormat.of().toHexDigits(new SecureRandom().nextLong()));
        calendar.every("certificates", Duration.ofMinutes(1), () -> upkeep.post(Upkeep.Chore.CERTIFICATES));
        if (installation.artefacts().isPresent()) {
            calendar.every("shared files", Duration.ofSeconds(15), this::share);
        }
        if (!isAlone()) {
            calendar.every("tokens of others", Duration.ofSeconds(5), () -> upkeep.post(Upkeep.Chore.TOKENS_OF_OTHERS));
        }
        this.election = Thread.ofVirtual().name("election").unstarted(this::standForElection);
    }

    /// On a thread of its own, one at a time: it waits for the outside.
    private void share() {
        if (sharing.compareAndSet(false, true)) {
            Thread.ofVirtual().name("sharing").start(() -> {
                try {
                    installation.share();
                } catch (IOException | RuntimeException failed) {
                    LOG.warn("not everything is shared; it is tried again: {}", failed.toString());
                } finally {
                    sharing.set(false);
                }
            });
        }
    }

    private static Optional<Certificates> certificates(Home home, ControllerConfig config) throws ConfigException {
        if (config.tls().isEmpty()) {
            return Optional.empty();
        }
        var files = config.tls().get();
        try {
            return Optional.of(Certificates.read(
                    home.root().resolve(files.certificate()),
                    home.root().resolve(files.key()),
                    home.root().resolve("ca.pem")));
        } catch (Certificates.Unusable wrong) {
            throw new ConfigException("tls: " + wrong.getMessage());
        }
    }

    private long epoch() {
        return standing.term().map(term -> term.leader().epoch()).orElse(-1L);
    }

    private Figures.Now now() {
        var term = standing.term();
        return new Figures.Now(
                reign.filter(Reign::stands).isPresent(),
                isAlone() ? "" : "stands by",
                standing.seen().map(LeaderRow::holder).orElse(""),
                standing.seen().map(LeaderRow::epoch).orElse(0L),
                term.map(t -> t.jobs().size()).orElse(0),
                term.map(Term::inFlight).orElse(0),
                installation.time().ahead(),
                installation.store().walBytes(),
                installation.store().statements());
    }

    private boolean isAlone() {
        return installation.config().postgres().isEmpty();
    }

    /// Leads when it returns, where no other controller can; elsewhere it stands by until it is elected.
    ///
    /// @param door where this controller answers
    public void start(URI door) throws SchedulerException, StoreException, LostLeadership, InterruptedException {
        holder = Standing.holder(door, StoreChoice.holder(installation.config()));
        upkeep.start();
        presence.beat();
        calendar.every("presence", Presence.EVERY, () -> upkeep.post(Upkeep.Chore.PRESENCE));
        loading.start();
        calendar.start();
        if (isAlone()) {
            lead(leadership.awaitElection());
        } else {
            following.start();
            election.start();
        }
    }

    /// Waits to be elected, for as long as it takes.
    private void standForElection() {
        while (true) {
            try {
                var lease = leadership.awaitElection();
                try {
                    lead(lease);
                    return;
                } catch (StoreException | LostLeadership notThisTime) {
                    LOG.warn("elected, but cannot lead: {}", notThisTime.getMessage());
                    lease.resign();
                    Thread.sleep(AGAIN_MILLIS);
                }
            } catch (InterruptedException stopped) {
                return;
            } catch (SchedulerException | RuntimeException bug) {
                ended.accept(bug);
                return;
            }
        }
    }

    private void lead(Leadership.Term lease)
            throws SchedulerException, StoreException, LostLeadership, InterruptedException {
        var since = System.nanoTime();
        presence.mayLead();
        var begun = new Reign(
                installation,
                lease,
                holder,
                Listener.all(List.of(figures, queue, this::jobsEnded)),
                upkeep,
                calendar,
                ended);
        // From here on nobody else writes.
        if (!isAlone()) {
            following.handOver();
        }
        tokens.refresh();
        var row = begun.term().leader();
        presence.leads(row);
        reign = Optional.of(begun);
        standing.lead(begun.term());
        begun.start();
        LOG.info(
                "leads: epoch {}, {} live jobs, {} ms after the election",
                row.epoch(),
                begun.term().jobs().size(),
                (System.nanoTime() - since) / 1_000_000);
        presence.remember(row);
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
        var launchers = String.join(" ", new TreeSet<>(installation.launchers().names()));
        var row = standing.seen();
        var where = row.map(r -> r.installation() + ", epoch " + r.epoch()).orElse("(not known yet)");
        var term = standing.term();
        if (term.isEmpty()) {
            return "stands by for installation " + where + ", led by "
                    + row.map(LeaderRow::holder).orElse("nobody that is known");
        }
        return (reign.filter(Reign::stands).isPresent() ? "leads installation " : "has lost the lead of ") + where
                + ", " + term.get().jobs().size() + " live jobs, launchers: "
                + (launchers.isEmpty() ? "none" : launchers);
    }

    /// Changes as long as the engine gets on, if it is nudged; of a standby, as long as it follows.
    public long progress() {
        return standing.term().map(Term::progress).orElseGet(following::rounds);
    }

    public void nudge() {
        standing.term().ifPresent(term -> term.mailbox().nudge());
    }

    /// Who leads, as far as this controller knows.
    public Seats seats() {
        return standing;
    }

    public ControllerService service() {
        return service;
    }

    /// Empty when it is to speak in plain text.
    public Optional<SSLContext> tls() {
        return certificates.map(Certificates::context);
    }

    /// What opens the door to whoever can read this home: one for all controllers of an installation.
    public AccessToken homeToken() throws IOException, SecretException {
        var root = installation.home().root();
        if (isAlone()) {
            return AccessToken.in(root);
        }
        return AccessToken.in(root, SecretBox.derive(installation.keyFile(), "token of the home"));
    }

    /// Who is let in.
    public Access access() {
        return new Access(tokens, new FailedTries(Clock.systemUTC()), audit);
    }

    /// The protocol of SkyPilot's clients over this controller.
    ///
    /// @param needsToken whether the door asks for it
    public SkyDoor sky(boolean needsToken) throws StoreException {
        var row = installation.store().leader();
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
                new SkyParts.Beyond(installation.artefacts().map(place -> place), installation.blobs()::ready),
                row.installation() + "." + row.incarnation(),
                needsToken,
                installation.time(),
                new SecureRandom()));
    }

    private void keep(ApiRequestRow row) {
        boolean taken = standing.term()
                .filter(term -> term.mailbox().offer(new Input.Note(row, _ -> LOG.debug("{} is recorded", row.id()))))
                .isPresent();
        if (!taken) {
            LOG.warn("request {} is not recorded: too many commands wait, or this controller does not lead", row.id());
        }
    }

    /// Orderly: jobs run on, and the next controller finds them.
    @Override
    public void close() {
        election.interrupt();
        try {
            calendar.close();
        } catch (SchedulerException hurried) {
            LOG.warn("stopped in a hurry: {}", hurried.toString());
        }
        reign.ifPresent(Reign::close);
        presence.gone();
        upkeep.stop();
        loading.stop();
        following.stop();
        audit.close();
        leadership.close();
        installation.close();
        directory.close();
    }
}
