package dev.outlast.logs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The blocks that were loaded last; shared by the readers of one view, so that a view of a thousand ranks stays
/// small.
final class BlockCache {
    private record Key(Path path, long offset, long length) {}

    private final Map<Key, byte[]> blocks = new LinkedHashMap<>(16, 0.75f, true);
    private final int most;

    BlockCache(int most) {
        this.most = most;
    }

    byte[] load(Path path, SegmentView view, Block block) throws IOException {
        var key = new Key(path, block.offset(), block.length());
        var known = blocks.get(key);
        if (known != null) {
            return known;
        }
        var loaded = view.load(block);
        if (blocks.size() >= most) {
            blocks.remove(blocks.keySet().iterator().next());
        }
        blocks.put(key, loaded);
        return loaded;
    }
}
