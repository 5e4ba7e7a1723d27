package dev.outlast.core.task;

/// Where the user's code comes from.
public sealed interface Workdir {
    /// Nothing is sent.
    record None() implements Workdir {}

    /// A directory of the user's machine, sent to every node.
    record Local(String path) implements Workdir {}

    /// A git repository; `ref` is empty for the default branch.
    record Git(String url, String ref) implements Workdir {}

    Workdir NONE = new None();
}
