package dev.outlast.controller.store;

import java.util.concurrent.atomic.LongAdder;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/// Counts what is asked of the database: a controller with nothing to do should ask for next to nothing.
final class Statements implements SqlLogger {
    private final LongAdder count = new LongAdder();

    @Override
    public void logBeforeExecution(StatementContext context) {
        add();
    }

    /// One that is made without JDBI, or one row of a batch.
    void add() {
        count.increment();
    }

    long count() {
        return count.sum();
    }
}
