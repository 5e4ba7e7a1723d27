package dev.outlast.controller.api;

import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;

/// One thing the door does. For our own protocol the page `openapi.json` must have the same routes; a test compares.
///
/// @param path with `{name}` where a part is free
/// @param need who may
/// @param anywhere whether every controller can answer it, and not only the one that leads
public record Route(Method method, String path, Need need, Handler handler, boolean anywhere) {
    public Route(Method method, String path, Need need, Handler handler) {
        this(method, path, need, handler, false);
    }

    public static Route get(String path, Need need, Handler handler) {
        return new Route(Method.GET, path, need, handler);
    }

    public static Route post(String path, Need need, Handler handler) {
        return new Route(Method.POST, path, need, handler);
    }

    public static Route put(String path, Need need, Handler handler) {
        return new Route(Method.PUT, path, need, handler);
    }

    /// The same, answered by every controller: from the store, or of itself.
    public Route byAny() {
        return new Route(method, path, need, handler, true);
    }

    /// Whether the path is this one's, whatever the method.
    boolean isAt(String asked) {
        var mine = path.split("/", -1);
        var other = asked.split("/", -1);
        if (mine.length != other.length) {
            return false;
        }
        for (int i = 0; i < mine.length; i++) {
            if (!mine[i].startsWith("{") && !mine[i].equals(other[i])) {
                return false;
            }
        }
        return true;
    }
}
