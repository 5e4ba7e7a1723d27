package dev.outlast.controller.store;

import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.ApiRequestRow;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.EventRow;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.LeaderRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/// How columns become rows. The order of the columns is the order of each list here.
final class Rows {
    static final String LEADER = "epoch, last_batch, installation, incarnation, feature_level, holder, last_job_id";
    static final String JOB = "id, name, user_name, priority, status, status_reason, live, recoveries, submitted_at,"
            + " started_at, ended_at, parked, spec_hash, meta, state";
    /// Made once, at submit.
    static final Set<String> JOB_ONCE = Set.of("name", "user_name", "submitted_at", "spec_hash", "meta");

    static final String ATTEMPT = "job_id, task, attempt, provider, region, zone, instance_type, spot, price_per_hour,"
            + " nodes, launched_at, cluster_at, run_at, ended_at, released_at, fault, detail, resume_from";
    static final String EVENT = "batch, n, job_id, task, attempt, at, kind, from_state, to_state, status, detail";

    static final String API_REQUEST =
            "id, name, user_id, user_name, ending, created_at, finished_at, result, error, output";

    private Rows() {}

    static LeaderRow leader(ResultSet row) throws SQLException {
        return new LeaderRow(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getInt(4),
                row.getInt(5),
                row.getString(6),
                row.getLong(7));
    }

    static JobRow job(ResultSet row) throws SQLException {
        return new JobRow(
                new JobId(row.getLong(1)),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                row.getString(5),
                row.getString(6),
                row.getInt(7) == 1,
                row.getInt(8),
                Times.instant(row.getString(9)),
                Times.optional(row.getString(10)),
                Times.optional(row.getString(11)),
                row.getString(12),
                row.getString(13),
                row.getString(14),
                row.getString(15));
    }

    static AttemptRow attempt(ResultSet row) throws SQLException {
        var place = new Place(row.getString(4), row.getString(5), row.getString(6));
        return new AttemptRow(
                new JobId(row.getLong(1)),
                row.getInt(2),
                row.getInt(3),
                new Offer(place, row.getString(7), row.getInt(8) == 1, row.getDouble(9)),
                row.getInt(10),
                Times.instant(row.getString(11)),
                Times.optional(row.getString(12)),
                Times.optional(row.getString(13)),
                Times.optional(row.getString(14)),
                Times.optional(row.getString(15)),
                Optional.ofNullable(row.getString(16)).map(Fault::valueOf),
                row.getString(17),
                row.getString(18));
    }

    static EventRow event(ResultSet row) throws SQLException {
        return new EventRow(
                row.getLong(1),
                row.getInt(2),
                new JobId(row.getLong(3)),
                row.getInt(4),
                row.getInt(5),
                Times.instant(row.getString(6)),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11));
    }

    static ApiRequestRow apiRequest(ResultSet row) throws SQLException {
        return new ApiRequestRow(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                ApiRequestRow.Ending.valueOf(row.getString(5)),
                Times.instant(row.getString(6)),
                Times.instant(row.getString(7)),
                row.getString(8),
                row.getString(9),
                row.getString(10));
    }
}
