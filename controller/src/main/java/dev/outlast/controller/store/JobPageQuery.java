package dev.outlast.controller.store;

import dev.outlast.core.store.JobPage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The SQL of one page of the job list.
///
/// Several statuses become one bounded search per status, merged: an `IN` would read and sort all jobs that match.
/// A name together with a user or statuses reads the jobs of that name until the page is full.
record JobPageQuery(String sql, List<Object> values) {

    static JobPageQuery of(JobPage page) {
        var byStatus = page.name().isEmpty() && !page.statuses().isEmpty();
        if (!byStatus) {
            return search(page, List.copyOf(page.statuses()));
        }
        if (page.statuses().size() == 1) {
            return search(page, List.copyOf(page.statuses()));
        }
        var values = new ArrayList<>();
        var ids = page.statuses().stream()
                .sorted()
                .map(status -> {
                    var search = search("id", page, List.of(status));
                    values.addAll(search.values());
                    return "SELECT id FROM (" + search.sql() + ") AS one";
                })
                .collect(Collectors.joining(" UNION ALL "));
        values.add(page.limit());
        return new JobPageQuery(
                "SELECT " + Rows.JOB + " FROM jobs WHERE id IN (SELECT id FROM (" + ids
                        + ") AS merged ORDER BY id DESC LIMIT ?) ORDER BY id DESC",
                values);
    }

    private static JobPageQuery search(JobPage page, List<String> statuses) {
        return search(Rows.JOB, page, statuses);
    }

    private static JobPageQuery search(String columns, JobPage page, List<String> statuses) {
        var where = new ArrayList<String>();
        var values = new ArrayList<>();
        if (!page.name().isEmpty()) {
            where.add("name = ?");
            values.add(page.name());
        }
        if (!page.user().isEmpty()) {
            where.add("user_name = ?");
            values.add(page.user());
        }
        if (!statuses.isEmpty()) {
            where.add("status IN (" + statuses.stream().map(_ -> "?").collect(Collectors.joining(", ")) + ")");
            values.addAll(statuses);
        }
        where.add("id < ?");
        values.add(page.before());
        values.add(page.limit());
        return new JobPageQuery(
                "SELECT " + columns + " FROM jobs WHERE " + String.join(" AND ", where) + " ORDER BY id DESC LIMIT ?",
                values);
    }
}
