package dev.outlast.e2e;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whether what clients were told can have been told by one queue: a register for each job that moves only forward, and
/// a set of ids of which each key has one.
///
/// One call was before another when it had ended before the other began; of two that overlap nothing is said. A standby
/// may lag, but not behind itself.
final class HistoryCheck {
    private final List<Call> calls;
    private final List<String> violations = new ArrayList<>();

    private HistoryCheck(List<Call> calls) {
        this.calls =
                calls.stream().sorted(Comparator.comparingLong(Call::begun)).toList();
    }

    /// @return what cannot have been, in words; empty when all can
    static List<String> violations(List<Call> calls) {
        var check = new HistoryCheck(calls);
        check.ids();
        check.submitted();
        check.found();
        check.by(read -> read.leading() ? Stream.of("the leader") : Stream.empty());
        check.by(read -> Stream.of(read.controller()));
        check.ends();
        check.cancelled();
        return List.copyOf(check.violations);
    }

    private <T extends Call> List<T> all(Class<T> kind) {
        return calls.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private Stream<Call.Read> shown(long job) {
        return all(Call.Read.class).stream()
                .filter(read -> read.job() == job && read.shown().isPresent());
    }

    /// One id for each key, whoever was asked and however often; one key for each id.
    private void ids() {
        var ids = new TreeMap<String, Set<Long>>();
        var keys = new TreeMap<Long, Set<String>>();
        knownAs((key, id) -> {
            ids.computeIfAbsent(key, _ -> new TreeSet<>()).add(id);
            keys.computeIfAbsent(id, _ -> new TreeSet<>()).add(key);
        });
        ids.forEach((key, all) -> {
            if (all.size() > 1) {
                violations.add("key " + key + " made several jobs: " + all);
            }
        });
        keys.forEach((id, all) -> {
            if (all.size() > 1) {
                violations.add("job " + id + " has several keys: " + all);
            }
        });
    }

    private interface Known {
        void as(String key, long id);
    }

    private void knownAs(Known known) {
        for (var call : calls) {
            switch (call) {
                case Call.Submit submit when submit.isAcknowledged() -> known.as(submit.key(), submit.job());
                case Call.Submit _, Call.Cancel _ -> {}
                case Call.Read read -> read.shown().ifPresent(shown -> known.as(shown.key(), read.job()));
                case Call.Listing listing -> listing.jobs().forEach((id, key) -> known.as(key, id));
            }
        }
    }

    /// Nobody shows what nobody has asked for yet.
    private void submitted() {
        var first = new HashMap<String, Long>();
        all(Call.Submit.class).forEach(submit -> first.merge(submit.key(), submit.begun(), Math::min));
        for (var call : calls) {
            var keys = switch (call) {
                case Call.Submit _, Call.Cancel _ -> List.<String>of();
                case Call.Read read ->
                    read.shown().map(Call.Shown::key).stream().toList();
                case Call.Listing listing -> List.copyOf(listing.jobs().values());
            };
            for (var key : keys) {
                if (first.getOrDefault(key, Call.NEVER) > call.ended()) {
                    violations.add("shown before anybody submitted " + key + ": " + call);
                }
            }
        }
    }

    /// What was acknowledged is there from then on.
    private void found() {
        for (var submit : all(Call.Submit.class)) {
            for (var call : calls) {
                if (call.begun() > submit.ended() && isMissing(submit.job(), call)) {
                    violations.add("acknowledged and not found: " + submit + " by " + call);
                }
            }
        }
    }

    private static boolean isMissing(long job, Call call) {
        return switch (call) {
            case Call.Read read ->
                read.leading() && read.job() == job && read.shown().isEmpty();
            case Call.Listing listing -> !listing.jobs().containsKey(job);
            case Call.Submit _, Call.Cancel _ -> false;
        };
    }

    /// Forward only, in the eyes of each of those whom a read belongs to.
    private void by(Function<Call.Read, Stream<String>> eyes) {
        var groups = new TreeMap<String, List<Call.Read>>();
        for (var read : all(Call.Read.class)) {
            eyes.apply(read)
                    .forEach(eye -> groups.computeIfAbsent("job " + read.job() + " at " + eye, _ -> new ArrayList<>())
                            .add(read));
        }
        groups.forEach(this::forward);
    }

    private void forward(String what, List<Call.Read> byBegin) {
        var byEnd = new ArrayList<>(byBegin);
        byEnd.sort(Comparator.comparingLong(Call::ended));
        var next = 0;
        Optional<Call.Read> furthest = Optional.empty();
        for (var read : byBegin) {
            for (; next < byEnd.size() && byEnd.get(next).ended() < read.begun(); next++) {
                var before = byEnd.get(next);
                if (furthest.isEmpty() || !Place.of(before).isBefore(Place.of(furthest.get()))) {
                    furthest = Optional.of(before);
                }
            }
            if (furthest.isPresent() && Place.of(read).isBefore(Place.of(furthest.get()))) {
                violations.add(what + " went back: from " + furthest.get() + " to " + read);
            }
        }
    }

    /// How far a job is. An attempt that did not come to run may be made again: it waits again then.
    private record Place(int stage, int attempts) {
        static Place of(Call.Read read) {
            return read.shown()
                    .map(shown -> new Place(stageOf(shown.status()), shown.attempts()))
                    .orElse(new Place(-1, 0));
        }

        boolean isBefore(Place other) {
            return stage < other.stage || attempts < other.attempts;
        }
    }

    private static int stageOf(String status) {
        return switch (status) {
            case "PENDING", "STARTING" -> 0;
            case "RUNNING", "RECOVERING" -> 1;
            case "CANCELLING" -> 2;
            default -> 3;
        };
    }

    private static boolean hasEnded(Call.Read read) {
        return read.shown().filter(shown -> stageOf(shown.status()) == 3).isPresent();
    }

    /// A job ends once.
    private void ends() {
        var ends = all(Call.Read.class).stream()
                .filter(HistoryCheck::hasEnded)
                .collect(Collectors.groupingBy(
                        Call.Read::job,
                        TreeMap::new,
                        Collectors.mapping(
                                read -> read.shown().orElseThrow().status(), Collectors.toCollection(TreeSet::new))));
        for (Map.Entry<Long, TreeSet<String>> end : ends.entrySet()) {
            if (end.getValue().size() > 1) {
                violations.add("job " + end.getKey() + " ended in several ways: " + end.getValue());
            }
        }
    }

    /// After an accepted cancel nothing is begun. A job that was just ending by itself may still be seen to run, and
    /// then ends as it would have.
    private void cancelled() {
        for (var cancel : all(Call.Cancel.class)) {
            if (!cancel.accepted()) {
                continue;
            }
            var later = shown(cancel.job())
                    .filter(read -> read.leading() && read.begun() > cancel.ended())
                    .toList();
            for (var read : later) {
                var status = read.shown().orElseThrow().status();
                var begins = Set.of("PENDING", "STARTING", "RECOVERING").contains(status);
                if (begins || (status.equals("RUNNING") && isEverCancelled(cancel.job()))) {
                    violations.add("cancelled and not final: " + cancel + ", " + read);
                }
            }
        }
    }

    private boolean isEverCancelled(long job) {
        return shown(job)
                .anyMatch(read -> Set.of("CANCELLING", "CANCELLED")
                        .contains(read.shown().orElseThrow().status()));
    }
}
