package dev.outlast.controller.api;

import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;

/// One thing the door does. For our own protocol the page `openapi.json` must have the same routes; a test compares.
///
/// @param path with `{name}` where a part is free
/// @param need who may
public record Route(Method method, String path, Need need, Handler handler) {
    public static Route get(String path, Need need, Handler handler) {
        return new Route(Method.GET, path, need, handler);
    }

    public static Route post(String path, Need need, Handler handler) {
        return new Route(Method.POST, path, need, handler);
    }

    public static Route put(String path, Need need, Handler handler) {
        return new Route(Method.PUT, path, need, handler);
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
