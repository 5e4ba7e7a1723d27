package dev.outlast.logs.redaction;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/// Finds secret values in output and puts as many asterisks in their place, so that offsets stay what they are.
///
/// Values shorter than 6 bytes are left alone: masking `true` or `8080` everywhere would destroy the log and say
/// more
/// than it hides. White space around a value does not count, for files end with a line end that nobody prints. A
/// value
/// longer than 16 KiB is searched for in pieces of that size. Encoded forms (base64, URL) are not found.
///
/// It is one automaton over all values (Aho–Corasick): one table look-up for each byte, whatever their number.
public final class Redaction {
    public static final int SHORTEST = 6;
    private static final int LONGEST = 16 << 10;
    static final byte MASK = '*';
    private static final Redaction NONE = new Redaction(new TreeSet<>(Arrays::compareUnsigned));

    private final int longest;
    private final int classes;
    /// The class of each byte value; 0 is that of all bytes in no secret.
    private final int[] classOf = new int[256];
    /// A row for each state: for each class the row that follows, then the length of the longest secret that ends
    /// here.
    private final int[] table;
    private final int row;
    /// For each state: how many of the last bytes may be the beginning of a secret.
    private final int[] pending;

    public static Redaction none() {
        return NONE;
    }

    public static Redaction of(Collection<String> secrets) {
        var values = new TreeSet<byte[]>(Arrays::compareUnsigned);
        for (var secret : secrets) {
            var bytes = secret.strip().getBytes(StandardCharsets.UTF_8);
            for (int from = 0; from < bytes.length; from += LONGEST) {
                var piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + LONGEST));
                if (piece.length >= SHORTEST) {
                    values.add(piece);
                }
            }
        }
        return values.isEmpty() ? NONE : new Redaction(values);
    }

    private Redaction(Set<byte[]> values) {
        longest = values.stream().mapToInt(value -> value.length).max().orElse(0);
        var kinds = 1;
        var states = 1;
        for (var value : values) {
            states += value.length;
            for (var each : value) {
                if (classOf[each & 0xff] == 0) {
                    classOf[each & 0xff] = kinds++;
                }
            }
        }
        classes = kinds;
        row = classes + 1;
        table = new int[states * row];
        pending = new int[states];
        var made = 1;
        for (var value : values) {
            made = insert(value, made);
        }
        link(made);
    }

    private int insert(byte[] value, int made) {
        var state = 0;
        var count = made;
        for (var each : value) {
            var at = state * row + classOf[each & 0xff];
            if (table[at] == 0) {
                table[at] = count++;
            }
            state = table[at];
        }
        table[state * row + classes] = value.length;
        return count;
    }

    /// Breadth first: what a state falls back to is shorter, so it is complete when the state is reached.
    private void link(int states) {
        var fallback = new int[states];
        var depth = new int[states];
        var queue = new int[states];
        var tail = 1;
        for (int head = 0; head < tail; head++) {
            var state = queue[head];
            var leaf = true;
            for (int kind = 1; kind < classes; kind++) {
                var at = state * row + kind;
                var child = table[at];
                var otherwise = state == 0 ? 0 : table[fallback[state] * row + kind];
                if (child == 0) {
                    table[at] = otherwise;
                    continue;
                }
                leaf = false;
                fallback[child] = otherwise;
                depth[child] = depth[state] + 1;
                var match = child * row + classes;
                table[match] = Math.max(table[match], table[otherwise * row + classes]);
                queue[tail++] = child;
            }
            pending[state] = leaf ? pending[fallback[state]] : depth[state];
        }
        for (int state = 0; state < states; state++) {
            for (int kind = 0; kind < classes; kind++) {
                table[state * row + kind] *= row;
            }
        }
    }

    /// How many bytes before an offset must be known to mask what follows it.
    public int lookBehind() {
        return Math.max(0, longest - 1);
    }

    /// Masks all secrets that are whole in `bytes`.
    ///
    /// @return how many bytes at the end may be the beginning of a secret that goes on
    public int mask(byte[] bytes) {
        if (longest == 0) {
            return 0;
        }
        var state = 0;
        var maskedFrom = 0;
        var maskedTo = 0;
        for (int index = 0; index < bytes.length; index++) {
            // What is masked lies before the index: the automaton never sees an asterisk of ours.
            state = table[state + classOf[bytes[index] & 0xff]];
            var match = table[state + classes];
            if (match > 0) {
                var from = index + 1 - match;
                if (from > maskedTo) {
                    maskedFrom = from;
                    maskedTo = from;
                } else if (from < maskedFrom) {
                    Arrays.fill(bytes, from, maskedFrom, MASK);
                    maskedFrom = from;
                }
                Arrays.fill(bytes, maskedTo, index + 1, MASK);
                maskedTo = index + 1;
            }
        }
        return pending[state / row];
    }
}
