package dev.outlast.core.task;

/// A value that must never be shown or stored in the clear.
public sealed interface Secret {
    /// The value itself. Its text form hides it.
    record Inline(String value) implements Secret {
        @Override
        public String toString() {
            return "Inline[" + JobSpecYaml.REDACTED + "]";
        }
    }

    /// To be resolved at launch by a secret provider under this name.
    record Reference(String name) implements Secret {}
}
