package dev.outlast.cli.http;

import java.util.List;

/// The controller answered with an error.
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient List<Json> problems;

    ApiException(int status, String code, String message, List<Json> problems) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.problems = List.copyOf(problems);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /// Each with line, column, path and message.
    public List<Json> problems() {
        return problems;
    }

    /// Whether asking again may help.
    boolean isPassing() {
        return status == 429 || status == 503;
    }
}
