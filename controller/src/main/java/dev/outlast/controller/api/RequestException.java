package dev.outlast.controller.api;

import dev.outlast.core.task.Problem;
import java.util.List;

/// A request that is answered by an error; thrown by what reads it, caught where answers are written.
public class RequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient List<Problem> problems;

    /// @param code machine-readable, such as `not_found`
    public RequestException(int status, String code, String message) {
        this(status, code, message, List.of());
    }

    RequestException(int status, String code, String message, List<Problem> problems) {
        // Expected, many, and never looked into: no stack trace.
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.problems = List.copyOf(problems);
    }

    public static RequestException bad(String message) {
        return new RequestException(400, "bad_request", message);
    }

    public static RequestException bad(String path, String message) {
        var problem = new Problem(0, 0, path, message);
        return new RequestException(400, "bad_request", path + ": " + message, List.of(problem));
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    List<Problem> problems() {
        return problems;
    }
}
