package dev.outlast.testkit.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.OwnedResource;
import dev.outlast.core.cluster.RankReport;
import dev.outlast.core.cluster.Wishes;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LauncherException.Certainty;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The ground of [LauncherContract]: per test one empty world, and its launcher behind a line of the given
/// [CallMode].
@ParameterizedClass(name = "{0}")
@EnumSource(CallMode.class)
abstract class ContractGround {
    @Parameter
    CallMode mode = CallMode.NORMAL;

    private @Nullable LauncherBench bench;

    /// Makes an empty world.
    protected abstract LauncherBench newBench();

    @BeforeEach
    final void open() {
        bench = newBench();
    }

    @AfterEach
    final void close() {
        bench().close();
    }

    protected final LauncherBench bench() {
        return Objects.requireNonNull(bench, "the bench is there only within a test");
    }

    /// The launcher behind the line, called by somebody patient.
    final PatientLauncher launcher() {
        return behindLine(bench().launcher());
    }

    final PatientLauncher behindLine(Launcher launcher) {
        return new PatientLauncher(new UnreliableLauncher(launcher, mode));
    }

    static Token token(int attempt) {
        return new Token("contract", 1, new JobId(7), 0, attempt);
    }

    final Offer cheapest(Demand demand) throws LauncherException {
        return bench().launcher().offers(demand).stream()
                .min(Comparator.comparingDouble(Offer::pricePerHour))
                .orElseThrow(() -> new AssertionError("the bench's own demand has no offer: " + demand));
    }

    final ClusterRequest request(Token token, long epoch, int nodes) throws LauncherException {
        var wishes = Wishes.NONE.bringing(new Wishes.Payload(false, 1_000));
        return new ClusterRequest(
                token, epoch, cheapest(bench().demand(nodes)), nodes, "contract-" + token.fileName(), wishes);
    }

    final ClusterHandle launch(Token token) throws LauncherException {
        return launcher().launch(request(token, 1, 1));
    }

    final ClusterHandle start(Token token, Script script) throws LauncherException {
        var handle = launch(token);
        launcher().activate(handle, bench().activation(token, 1, script));
        return handle;
    }

    final Observation look(ClusterHandle handle) {
        return look(launcher(), handle);
    }

    static Observation look(Launcher launcher, ClusterHandle handle) {
        var seen = launcher.observe(List.of(handle)).get(handle);
        assertThat(seen).as("observe answers for every handle asked").isNotNull();
        return Objects.requireNonNull(seen);
    }

    final void awaitPhase(ClusterHandle handle, String what, Predicate<RankReport.Phase> phase) {
        bench().await(what, () -> allRanks(look(handle), phase));
    }

    static boolean allRanks(Observation seen, Predicate<RankReport.Phase> phase) {
        return seen instanceof Observation.Up(var ranks)
                && ranks.stream().map(RankReport::phase).allMatch(phase);
    }

    final void awaitGone(ClusterHandle handle, Fault fault) {
        bench().await("gone: " + fault, () -> look(handle) instanceof Observation.Gone gone && gone.fault() == fault);
    }

    final String log(ClusterHandle handle, int rank, long offset) throws LauncherException {
        return new String(launcher().readLog(handle, rank, offset, 1 << 20), StandardCharsets.UTF_8);
    }

    final List<Token> ownedTokens() throws LauncherException {
        return launcher().owned().stream().map(OwnedResource::token).toList();
    }

    static LauncherException assertRefused(Fault fault, ThrowingCallable call) {
        var refused = catchThrowableOfType(LauncherException.class, call);
        assertThat(refused).as("the call is refused").isNotNull();
        assertThat(refused.fault()).isEqualTo(fault);
        assertThat(refused.certainty()).isEqualTo(Certainty.CERTAINLY_NOT_DONE);
        return refused;
    }

    final void assertNothingLeft(Token token) throws LauncherException {
        assertThat(ownedTokens()).doesNotContain(token);
        bench().await("nothing left of " + token, () -> bench().leftovers(token).isEmpty());
    }
}
