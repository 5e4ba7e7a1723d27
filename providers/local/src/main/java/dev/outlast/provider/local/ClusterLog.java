package dev.outlast.provider.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All clusters, in one file to which every change is appended as a line: the cluster's token, what is so from now on,
/// and a sign that the line is whole, with tabs in between. `gone` instead of a value ends a cluster.
///
/// One file, since files of their own cost a launch more than all else where the file system looks at every inode that
/// was removed of late before it makes a new one (ext4 without a journal). Behind the last line lie blank ones: room
/// that was taken at the launches, so that what was launched can be released while the disk is full.
///
/// Whoever calls holds the home's lock, and has called [#read()] since anybody else held it.
final class ClusterLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterLog.class);

    private static final String WHOLE = "\t.\n";
    private static final String GONE = "gone";
    private static final byte BLANK = '\n';
    /// More than all that is said of a cluster after its launch.
    private static final long ROOM_BYTES = 1_024;

    private static final int STEP_BYTES = 64 << 10;
    private static final int SMALL = 1_000;
    private static final byte[] BLANKS = new byte[STEP_BYTES];

    static {
        Arrays.fill(BLANKS, BLANK);
    }

    private final Path path;
    private final Path making;
    private RandomAccessFile file;
    private long end;
    private long room;
    private int live;
    private int gone;

    /// @param making where the file is written anew before it takes the place of the old one
    ClusterLog(Path path, Path making) throws IOException {
        this.path = path;
        this.making = making;
        file = open(path);
    }

    /// No channel: an interrupt would close it.
    private static RandomAccessFile open(Path path) throws IOException {
        return new RandomAccessFile(path.toFile(), "rw");
    }

    /// All clusters there are. A line at the end within which its writer was killed is taken away.
    ///
    /// @throws IOException also when a line cannot be understood
    Collection<ClusterRecord> read() throws IOException {
        // It may be another file since.
        file.close();
        file = open(path);
        var text = Files.readAllBytes(path);
        var records = new LinkedHashMap<String, ClusterRecord>();
        var broken = -1;
        var number = 0;
        end = 0;
        gone = 0;
        for (var from = 0; from < text.length; ) {
            var to = from;
            while (to < text.length && text[to] != BLANK) {
                to++;
            }
            number++;
            if (to > from) {
                var line = new String(text, from, to - from, StandardCharsets.UTF_8) + "\n";
                if (!line.endsWith(WHOLE)) {
                    broken = broken < 0 ? number : broken;
                } else if (broken >= 0) {
                    throw damaged(broken, new IllegalArgumentException("it is not whole"));
                } else {
                    understand(line.substring(0, line.length() - WHOLE.length()), number, records);
                    end = to + 1L;
                }
            }
            from = to + 1;
        }
        room = text.length;
        live = records.size();
        if (broken >= 0) {
            blank(file, end, room);
        }
        return records.values();
    }

    private void understand(String line, int number, Map<String, ClusterRecord> records) throws IOException {
        var tab = line.indexOf('\t');
        var token = line.substring(0, Math.max(0, tab));
        var said = line.substring(tab + 1);
        var before = records.get(token);
        try {
            if (before != null && said.equals(GONE)) {
                records.remove(token);
                gone++;
                return;
            }
            var after = before == null ? ClusterRecord.parse(said) : before.with(said);
            if (!after.token().fileName().equals(token)) {
                throw new IllegalArgumentException("it is of " + after.token());
            }
            records.put(token, after);
        } catch (RuntimeException wrong) {
            throw damaged(number, wrong);
        }
    }

    private IOException damaged(int line, RuntimeException why) {
        return new IOException("line " + line + " of " + path + " is damaged: " + why.getMessage(), why);
    }

    void create(ClusterRecord record) throws IOException {
        makeRoom();
        append(record.token().fileName(), record.text());
        live++;
    }

    void change(ClusterRecord record, String key, String value) throws IOException {
        append(record.token().fileName(), ClusterRecord.field(key, value));
    }

    void forget(ClusterRecord record) throws IOException {
        append(record.token().fileName(), GONE);
        live--;
        gone++;
    }

    /// Writes only what is still there into a new file, once most of the old one is of what is gone.
    void shorten(Supplier<Stream<ClusterRecord>> there) {
        if (gone <= SMALL + live) {
            return;
        }
        try {
            var text = there.get()
                    .map(record -> line(record.token().fileName(), record.text()))
                    .collect(Collectors.joining())
                    .getBytes(StandardCharsets.UTF_8);
            Files.deleteIfExists(making);
            var anew = open(making);
            try {
                write(anew, text, text.length, 0);
                blank(anew, text.length, text.length + roomFor(live));
                Files.move(making, path, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException full) {
                anew.close();
                Files.deleteIfExists(making);
                throw full;
            }
            var old = file;
            file = anew;
            end = text.length;
            room = end + roomFor(live);
            gone = 0;
            old.close();
        } catch (IOException later) {
            LOG.debug("{} could not be made shorter", path, later);
        }
    }

    private static String line(String token, String said) {
        return token + "\t" + said + WHOLE;
    }

    private void append(String token, String said) throws IOException {
        var line = line(token, said).getBytes(StandardCharsets.UTF_8);
        try {
            write(file, line, line.length, end);
        } catch (IOException failed) {
            undo(failed, line.length);
            throw failed;
        }
        end += line.length;
        room = Math.max(room, end);
    }

    /// Nothing of a line that did not fit may stay.
    private void undo(IOException failed, int length) {
        try {
            file.setLength(room);
            blank(file, end, Math.min(room, end + length));
        } catch (IOException again) {
            failed.addSuppressed(again);
        }
    }

    private void makeRoom() throws IOException {
        var wanted = end + roomFor(live + 1);
        if (wanted <= room) {
            return;
        }
        var more = wanted + STEP_BYTES;
        try {
            blank(file, room, more);
        } catch (IOException full) {
            file.setLength(room);
            throw full;
        }
        room = more;
    }

    private static long roomFor(int clusters) {
        return clusters * ROOM_BYTES;
    }

    private static void blank(RandomAccessFile file, long from, long to) throws IOException {
        for (var at = from; at < to; at += STEP_BYTES) {
            write(file, BLANKS, (int) Math.min(STEP_BYTES, to - at), at);
        }
    }

    private static void write(RandomAccessFile file, byte[] bytes, int length, long position) throws IOException {
        file.seek(position);
        file.write(bytes, 0, length);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
