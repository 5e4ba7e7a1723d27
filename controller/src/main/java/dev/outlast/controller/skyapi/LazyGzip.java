package dev.outlast.controller.skyapi;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Compresses what is written; where nothing is, nothing comes out, not even a header. Clients tell an empty log so.
final class LazyGzip extends OutputStream {
    private final OutputStream out;
    private @Nullable GZIPOutputStream gzip;

    LazyGzip(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        var begun = gzip;
        if (begun == null) {
            begun = new GZIPOutputStream(out, 8 << 10, true);
            gzip = begun;
        }
        begun.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        var begun = gzip;
        if (begun != null) {
            begun.finish();
        }
        out.close();
    }
}
