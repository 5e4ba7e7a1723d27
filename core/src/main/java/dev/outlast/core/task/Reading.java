package dev.outlast.core.task;

/// What a grammar made of a text.
sealed interface Reading<T> {
    record Good<T>(T value) implements Reading<T> {}

    /// `expected` continues the sentence "found 'x'; expected …".
    record Bad<T>(String expected) implements Reading<T> {}

    static <T> Reading<T> good(T value) {
        return new Good<>(value);
    }

    static <T> Reading<T> bad(String expected) {
        return new Bad<>(expected);
    }
}
