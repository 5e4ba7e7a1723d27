package dev.outlast.core.task;

/// The form of a job's text that may be stored and shown.
public final class JobSpecYaml {
    /// What stands where a secret was.
    public static final String REDACTED = "<redacted>";

    private JobSpecYaml() {}
}
