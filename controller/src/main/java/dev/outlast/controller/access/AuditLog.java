package dev.outlast.controller.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.outlast.core.access.AuditChain;
import dev.outlast.core.access.Role;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who changed what, one JSON object a line, chained by hashes, in numbered files that are only ever appended to. The
/// oldest file goes when there are too many.
///
/// One thread writes: a file system that is busy with the store's syncs would else hold up whoever is answered next.
public final class AuditLog implements Audit, AutoCloseable {
    /// How files are called: `audit-000001.jsonl`.
    static final Pattern NAME = Pattern.compile("audit-(\\d{6,9})\\.jsonl");

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MOST_JOBS = 100;
    private static final int MOST_LETTERS = 200;
    private static final int MOST_WAITING = 10_000;
    private static final int LONGEST_LINE = 16 << 10;
    private static final Pattern SEQUENCE = Pattern.compile("(?s)\\{\"seq\":(\\d{1,18}),.*");

    private final Path folder;
    private final Limits limits;
    private final InstantSource clock;
    private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread writer = Thread.ofPlatform().name("audit").daemon().unstarted(this::run);
    private Optional<FileChannel> channel = Optional.empty();
    private long number;
    private long sequence;
    private String last = AuditChain.START;
    private long lost;

    /// @param fileBytes a file that has reached it is the last but one
    /// @param files how many are kept
    public record Limits(long fileBytes, int files) {
        public static final Limits DEFAULT = new Limits(8L << 20, 16);
    }

    /// Goes on where the last process was.
    ///
    /// @param folder made, for its owner only, when it is not there
    public static AuditLog open(Path folder, Limits limits, InstantSource clock) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, mode("rwx------"));
        }
        var log = new AuditLog(folder, limits, clock);
        log.resume();
        log.writer.start();
        return log;
    }

    private AuditLog(Path folder, Limits limits, InstantSource clock) {
        this.folder = folder;
        this.limits = limits;
        this.clock = clock;
    }

    /// Waits only where many thousands wait already.
    @Override
    public void write(Deed deed) {
        var at = clock.instant();
        try {
            waiting.put(() -> keep(deed, at));
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            LOG.error("a line of the audit log is lost, for the controller stops: {}", deed.did());
        }
    }

    private void run() {
        try {
            while (true) {
                waiting.take().run();
            }
        } catch (InterruptedException closed) {
            LOG.debug("the audit log is closed");
        }
    }

    /// Returns when all that was written before is in the file.
    void settle() throws InterruptedException {
        var done = new CountDownLatch(1);
        waiting.put(done::countDown);
        done.await();
    }

    private synchronized void keep(Deed deed, Instant at) {
        try {
            if (channel.isEmpty()) {
                begin(number + 1);
            }
            append(deed, at);
            if (channel.isPresent() && channel.get().size() >= limits.fileBytes()) {
                endFile();
            }
        } catch (IOException | RuntimeException failed) {
            lost++;
            LOG.error("{} lines of the audit log are lost: {}", lost, failed.toString());
            // What is half written stays behind as the end of a file.
            abandon();
        }
    }

    private void append(Deed deed, Instant at) throws IOException {
        var line = AuditChain.seal(fields(deed, at), last);
        var bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.orElseThrow().write(bytes);
        }
        sequence++;
        lost = 0;
        last = AuditChain.read(line).orElseThrow().hash();
    }

    private String fields(Deed deed, Instant at) throws IOException {
        var text = new StringWriter(512);
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("seq", sequence + 1);
            json.writeStringField("at", at.toString());
            json.writeStringField("user", deed.who().user());
            optional(json, "says", deed.says());
            json.writeStringField("role", deed.who().role().map(Role::text).orElse(""));
            json.writeStringField("token", deed.who().way());
            json.writeStringField("from", deed.from());
            json.writeStringField("did", cut(deed.did()));
            if (!deed.jobs().isEmpty()) {
                json.writeArrayFieldStart("jobs");
                for (var job :
                        deed.jobs().subList(0, Math.min(MOST_JOBS, deed.jobs().size()))) {
                    json.writeNumber(job);
                }
                json.writeEndArray();
            }
            if (deed.jobs().size() > MOST_JOBS) {
                json.writeNumberField("more_jobs", deed.jobs().size() - MOST_JOBS);
            }
            optional(json, "about", deed.about());
            if (lost > 0) {
                json.writeNumberField("lost_before", lost);
            }
            json.writeStringField("result", cut(deed.result()));
            json.writeEndObject();
        }
        return text.getBuffer().substring(0, text.getBuffer().length() - 1);
    }

    private static void optional(JsonGenerator json, String name, String text) throws IOException {
        if (!text.isEmpty()) {
            json.writeStringField(name, cut(text));
        }
    }

    private static String cut(String text) {
        return text.length() <= MOST_LETTERS ? text : text.substring(0, MOST_LETTERS) + "…";
    }

    private void resume() throws IOException {
        var files = files();
        if (!files.isEmpty()) {
            var newest = files.getLast();
            number = number(newest);
            var tail = tail(newest);
            int end = tail.lastIndexOf('\n');
            int start = tail.lastIndexOf('\n', end - 1) + 1;
            var line = end < 0 ? "" : tail.substring(start, end);
            var link = AuditChain.read(line);
            var seq = SEQUENCE.matcher(line);
            if (link.isEmpty() || !seq.matches()) {
                LOG.warn("the end of {} is not as it was written; the audit log begins anew", newest);
            } else {
                last = link.get().hash();
                sequence = Long.parseLong(seq.group(1));
                if (end == tail.length() - 1 && Files.size(newest) < limits.fileBytes()) {
                    channel = Optional.of(FileChannel.open(newest, StandardOpenOption.APPEND));
                }
            }
        }
        var start = new Deed(Identity.NOBODY, "", "", "start", List.of(), "", "started");
        keep(start, clock.instant());
        LOG.info("the audit log goes on at line {}, after {}", sequence, last);
    }

    /// The end of it, with at least one whole line if it has one.
    private static String tail(Path file) throws IOException {
        try (var in = FileChannel.open(file, StandardOpenOption.READ)) {
            var bytes = ByteBuffer.allocate((int) Math.min(in.size(), 2 * LONGEST_LINE));
            in.position(in.size() - bytes.capacity());
            while (bytes.hasRemaining() && in.read(bytes) >= 0) {
                // Until all of it is there.
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }
    }

    private void begin(long next) throws IOException {
        var file = folder.resolve(String.format(Locale.ROOT, "audit-%06d.jsonl", next));
        channel = Optional.of(FileChannel.open(
                file,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                mode("rw-------")));
        number = next;
        var files = files();
        for (var old : files.subList(0, Math.max(0, files.size() - limits.files()))) {
            Files.delete(old);
        }
    }

    private void endFile() throws IOException {
        channel.orElseThrow().force(false);
        abandon();
        LOG.info("the audit log has {} lines; the last is {}", sequence, last);
    }

    private void abandon() {
        try {
            if (channel.isPresent()) {
                channel.get().close();
            }
        } catch (IOException gone) {
            LOG.warn("a file of the audit log could not be closed: {}", gone.toString());
        }
        channel = Optional.empty();
    }

    /// Oldest first.
    private List<Path> files() throws IOException {
        var files = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(folder)) {
            for (var entry : entries) {
                if (number(entry) > 0) {
                    files.add(entry);
                }
            }
        }
        files.sort((a, b) -> Long.compare(number(a), number(b)));
        return files;
    }

    private static long number(Path file) {
        var name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : 0;
    }

    private static FileAttribute<?> mode(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    /// What was written is on disk when it returns.
    @Override
    public void close() {
        try {
            settle();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        writer.interrupt();
        end();
    }

    private synchronized void end() {
        try {
            if (channel.isPresent()) {
                channel.get().force(false);
            }
        } catch (IOException failed) {
            LOG.warn("the end of the audit log may not be on disk: {}", failed.toString());
        }
        abandon();
    }
}
