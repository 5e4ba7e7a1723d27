package dev.outlast.controller.skyapi.queue;

import dev.outlast.controller.lifecycle.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One page of the list with the numbers around it.
///
/// @param lines the tasks of the page's jobs, job after job
/// @param total jobs that fit
/// @param unfiltered jobs there are
/// @param counts tasks by status, of all jobs that fit but for the wanted statuses
public record QueuePage(List<Line> lines, int total, int unfiltered, Map<Status, Integer> counts) {
    public QueuePage {
        lines = List.copyOf(lines);
        counts = Map.copyOf(counts);
    }

    /// Waits until all jobs are listed.
    public static QueuePage of(QueueBoard board, QueueQuery query, double now) throws InterruptedException {
        return query.isPlain() ? newest(board, query) : searched(board, query, now);
    }

    /// The numbers are known and the newest are found first: what this costs does not depend on how many there are.
    private static QueuePage newest(QueueBoard board, QueueQuery query) throws InterruptedException {
        var jobs = query.skipFinished() ? board.unfinished() : board.newestFirst();
        var lines = new ArrayList<Line>();
        long skip = (query.page() - 1L) * query.limit();
        int left = query.limit();
        for (var job : jobs) {
            if (!job.getFirst().isOf(query.owner()) || skip-- > 0) {
                continue;
            }
            lines.addAll(board.whole(job));
            if (--left == 0) {
                break;
            }
        }
        var numbers = board.numbers(query.owner(), query.skipFinished());
        return new QueuePage(lines, numbers.jobs(), board.numbers("", false).jobs(), numbers.counts());
    }

    private static QueuePage searched(QueueBoard board, QueueQuery query, double now) throws InterruptedException {
        var counts = new EnumMap<Status, Integer>(Status.class);
        var fitting = new ArrayList<List<Line>>();
        for (var listed : board.newestFirst()) {
            var job = query.needsPlaces() ? board.whole(listed) : listed;
            if (!fits(job, query)) {
                continue;
            }
            boolean wanted = query.statuses().isEmpty();
            for (var line : job) {
                Tally.add(counts, line.status(), 1);
                wanted |= query.statuses().contains(line.status().name());
            }
            if (wanted) {
                fitting.add(job);
            }
        }
        sort(fitting, query, now);
        int from = query.limit() == 0 ? 0 : (int) Math.min(fitting.size(), (query.page() - 1L) * query.limit());
        int to = query.limit() == 0 ? fitting.size() : Math.min(fitting.size(), from + query.limit());
        var lines = new ArrayList<Line>();
        fitting.subList(from, to).forEach(job -> lines.addAll(board.whole(job)));
        return new QueuePage(lines, fitting.size(), board.numbers("", false).jobs(), counts);
    }

    /// The status that stands for all tasks of a job: that of the first that has not ended, else that of the last.
    public static Status status(List<Line> job) {
        for (var line : job) {
            if (!line.status().isTerminal()) {
                return line.status();
            }
        }
        return job.getLast().status();
    }

    private static boolean fits(List<Line> job, QueueQuery query) {
        var first = job.getFirst();
        if (!query.jobs().isEmpty() && !query.jobs().contains(first.job())) {
            return false;
        }
        if (query.skipFinished() && status(job).isTerminal()) {
            return false;
        }
        if (!first.isOf(query.owner())) {
            return false;
        }
        if (!query.pool().isEmpty() || !contains(QueueQuery.WORKSPACE, query.workspace())) {
            return false;
        }
        return contains(first.jobName(), query.name())
                && contains(first.user(), query.user())
                && inTime(first, query)
                && inPlace(job, query);
    }

    /// What is not claimed yet was submitted after any time that is over.
    private static boolean inTime(Line first, QueueQuery query) {
        if (Double.isNaN(first.claimed())) {
            return query.before() == Double.POSITIVE_INFINITY;
        }
        return first.claimed() >= query.after() && first.claimed() <= query.before();
    }

    private static boolean inPlace(List<Line> job, QueueQuery query) {
        if (query.infra().isEmpty()) {
            return true;
        }
        for (var line : job) {
            if (!line.infra().isEmpty() && contains(line.infra(), query.infra())) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(String text, String part) {
        return part.isEmpty() || text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    private static void sort(List<List<Line>> jobs, QueueQuery query, double now) {
        if (query.order().isEmpty()) {
            return;
        }
        var byKey = comparator(query.order().get(), now);
        Comparator<List<Line>> byJob = (a, b) -> byKey.compare(a.getFirst(), b.getFirst());
        jobs.sort(query.ascending() ? byJob : byJob.reversed());
    }

    private static Comparator<Line> comparator(QueueQuery.Order order, double now) {
        return switch (order) {
            case JOB -> Comparator.comparingLong(Line::job);
            case NAME -> Comparator.comparing(Line::jobName);
            case SUBMITTED ->
                Comparator.comparingDouble(l -> Double.isNaN(l.claimed()) ? Double.MAX_VALUE : l.claimed());
            case STATUS -> Comparator.comparing(Line::status);
            case DURATION -> Comparator.comparingDouble(l -> l.ranUntil(now));
            case RECOVERIES -> Comparator.comparingInt(Line::recoveries);
            case RESOURCES -> Comparator.comparing(Line::resources);
            case USER -> Comparator.comparing(Line::user);
            case INFRA -> Comparator.comparing(Line::infra);
            case WORKSPACE -> Comparator.comparing(_ -> QueueQuery.WORKSPACE);
            case PRIORITY -> Comparator.comparingInt(Line::priority);
        };
    }
}
