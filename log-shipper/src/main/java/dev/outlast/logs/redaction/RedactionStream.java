package dev.outlast.logs.redaction;

import java.util.Arrays;

/// Masks one output that comes in chunks, exactly as if it had come at once. Holds back bytes that may be the
/// beginning
/// of a secret until what follows decides.
public final class RedactionStream {
    private final Redaction redaction;
    /// As printed: the last decided bytes, as many as a secret may reach back.
    private byte[] context;
    /// As printed: not decided yet.
    private byte[] held = new byte[0];

    /// @param before what was printed just before, as it was printed; at most [Redaction#lookBehind] bytes count
    public RedactionStream(Redaction redaction, byte[] before) {
        this.redaction = redaction;
        this.context = last(before, redaction.lookBehind());
    }

    /// How many bytes are held back; fewer than the longest secret has.
    public int held() {
        return held.length;
    }

    /// @return the bytes after those of the last call that are decided now, masked
    public byte[] feed(byte[] chunk) {
        if (redaction.lookBehind() == 0) {
            return chunk;
        }
        var printed = join(join(context, held), chunk);
        var masked = printed.clone();
        var from = context.length;
        // After a restart in the middle of what ruled a secret out, the context alone looks like its beginning.
        var decided = Math.max(from, printed.length - redaction.mask(masked));
        held = Arrays.copyOfRange(printed, decided, printed.length);
        context = last(Arrays.copyOf(printed, decided), redaction.lookBehind());
        return Arrays.copyOfRange(masked, from, decided);
    }

    /// The output ends here, perhaps in the middle of a secret.
    ///
    /// @return what was held back; 6 and more bytes of a secret's beginning are masked
    public byte[] end() {
        var masked = join(context, held);
        var pending = Math.min(held.length, redaction.mask(masked));
        if (pending >= Redaction.SHORTEST) {
            Arrays.fill(masked, masked.length - pending, masked.length, Redaction.MASK);
        }
        var rest = Arrays.copyOfRange(masked, context.length, masked.length);
        context = last(join(context, held), redaction.lookBehind());
        held = new byte[0];
        return rest;
    }

    private static byte[] join(byte[] first, byte[] second) {
        var all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static byte[] last(byte[] bytes, int count) {
        return bytes.length <= count ? bytes : Arrays.copyOfRange(bytes, bytes.length - count, bytes.length);
    }
}
