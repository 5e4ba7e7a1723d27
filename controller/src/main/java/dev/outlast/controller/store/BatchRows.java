package dev.outlast.controller.store;

import dev.outlast.core.store.ApiRequestRow;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.EventRow;
import dev.outlast.core.store.JobRow;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How the rows of a batch become values of columns, in the order of [Rows], and what happens to a row that is there.
final class BatchRows {
    private BatchRows() {}

    static @Nullable Object[] values(JobRow j, long batch) {
        return new @Nullable Object[] {
            j.id().value(),
            j.name(),
            j.user(),
            j.priority(),
            j.status(),
            j.statusReason(),
            j.live() ? 1 : 0,
            j.recoveries(),
            Times.text(j.submittedAt()),
            Times.text(j.startedAt()),
            Times.text(j.endedAt()),
            j.parked(),
            j.specHash(),
            j.meta(),
            j.state(),
            batch
        };
    }

    static @Nullable Object[] values(AttemptRow a, long batch) {
        var offer = a.offer();
        return new @Nullable Object[] {
            a.job().value(),
            a.task(),
            a.attempt(),
            offer.place().provider(),
            offer.place().region(),
            offer.place().zone(),
            offer.instanceType(),
            offer.spot() ? 1 : 0,
            offer.pricePerHour(),
            a.nodes(),
            Times.text(a.launchedAt()),
            Times.text(a.clusterAt()),
            Times.text(a.runAt()),
            Times.text(a.endedAt()),
            Times.text(a.releasedAt()),
            a.fault().map(Enum::name).orElse(null),
            a.detail(),
            a.resume(),
            batch
        };
    }

    static @Nullable Object[] values(EventRow e) {
        return new Object[] {
            e.batch(),
            e.n(),
            e.job().value(),
            e.task(),
            e.attempt(),
            Times.text(e.at()),
            e.kind(),
            e.from(),
            e.to(),
            e.status(),
            e.detail()
        };
    }

    static @Nullable Object[] values(ApiRequestRow r, long batch) {
        return new @Nullable Object[] {
            r.id(),
            r.name(),
            r.userId(),
            r.userName(),
            r.ending().name(),
            Times.text(r.createdAt()),
            Times.text(r.finishedAt()),
            r.result(),
            r.error(),
            r.output(),
            batch
        };
    }

    /// @param once columns that keep their first value: setting them would rewrite their indexes at every commit
    static String onConflict(String key, String columns, Set<String> once) {
        var keys = List.of(key.split(", "));
        var sets = List.of((columns + ", batch").split(", ?")).stream()
                .filter(c -> !keys.contains(c) && !once.contains(c))
                .map(c -> c + " = excluded." + c)
                .collect(Collectors.joining(", "));
        return " ON CONFLICT (" + key + ") DO UPDATE SET " + sets;
    }
}
