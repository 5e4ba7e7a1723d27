package dev.outlast.testkit.launcher;

import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.OwnedResource;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.PushWatch;
import dev.outlast.core.spi.Rehearsal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A [FakeLauncher] of a cloud that declares PUSH and REHEARSAL. The verbs are those of the local launcher. Hints
/// come
/// when a call changes a cluster; for changes by the clock the test calls [#hintAll].
public final class RehearsableFakeLauncher extends FakeLauncher implements PushWatch, Rehearsal {
    private static final Duration NOTICE_LEAD = Duration.ofMinutes(2);

    private volatile Consumer<ClusterHandle> receiver = _ -> {};

    public RehearsableFakeLauncher(FakeCloud cloud) {
        super(cloud);
    }

    @Override
    public void onHint(Consumer<ClusterHandle> newReceiver) {
        receiver = newReceiver;
    }

    @Override
    protected void changed(ClusterHandle handle) {
        receiver.accept(handle);
    }

    /// Hints at every cluster there is.
    public void hintAll() {
        cloud().clusters().forEach(cluster -> changed(cluster.handle()));
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                new Verb("preempt", List.of("job", "rank"), "take the cluster back"),
                new Verb("lose-node", List.of("job", "rank"), "a node dies"),
                new Verb("notice", List.of("job", "lead"), "announce that the cluster is taken back"),
                new Verb("silence", List.of("job", "duration"), "the cluster cannot be seen"),
                new Verb("refuse", List.of("region", "times"), "the next launches there find no room"),
                new Verb("drain", List.of("region"), "no launch there, and a notice to all"),
                new Verb("restore", List.of("region"), "end a drain or refusals"),
                new Verb("fail-calls", List.of("times"), "the next calls fail"));
    }

    @Override
    public String perform(String verb, Map<String, String> arguments) throws LauncherException {
        switch (verb) {
            case "preempt" ->
                victims(arguments).forEach(token -> cloud().preempt(token, rank(arguments), Duration.ZERO));
            case "lose-node" -> victims(arguments).forEach(token -> cloud().loseNode(token, rank(arguments)));
            case "notice" -> {
                var lead = duration(arguments, "lead");
                victims(arguments).forEach(token -> cloud().announce(token, lead));
            }
            case "silence" -> {
                var time = duration(arguments, "duration");
                victims(arguments).forEach(token -> cloud().silence(token, time));
            }
            case "refuse" -> cloud().faults().refuse(argument(arguments, "region"), number(arguments, "times"));
            case "drain" -> drainRegion(argument(arguments, "region"));
            case "restore" -> cloud().faults().restore(argument(arguments, "region"));
            case "fail-calls" -> cloud().faults().failCalls(number(arguments, "times"));
            default -> throw new IllegalArgumentException("no such verb: " + verb);
        }
        hintAll();
        return verb + " done";
    }

    private void drainRegion(String region) {
        cloud().faults().close(region);
        cloud().inRegion(region).forEach(token -> cloud().announce(token, NOTICE_LEAD));
    }

    private List<Token> victims(Map<String, String> arguments) throws LauncherException {
        var job = number(arguments, "job");
        var found = cloud().clusters().stream()
                .map(OwnedResource::token)
                .filter(token -> token.job().value() == job)
                .toList();
        if (found.isEmpty()) {
            throw FakeCloud.refusal(Fault.CONFIG, "job " + job + " has no cluster here");
        }
        return found;
    }

    private static int rank(Map<String, String> arguments) {
        return arguments.containsKey("rank") ? number(arguments, "rank") : -1;
    }

    private static String argument(Map<String, String> arguments, String name) {
        var value = arguments.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("argument " + name + " is missing");
        }
        return value;
    }

    private static int number(Map<String, String> arguments, String name) {
        var text = argument(arguments, name);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException("argument " + name + " is no number: " + text, wrong);
        }
    }

    private static Duration duration(Map<String, String> arguments, String name) {
        var text = argument(arguments, name);
        try {
            return Duration.parse("PT" + text);
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException("argument " + name + " is no duration like 30s or 1h: " + text, wrong);
        }
    }
}
