package dev.outlast.core.task;

/// A secret kept by a secret store. `mountPath` is empty when it goes into the environment only.
public record ManagedSecret(String name, String mountPath) {}
