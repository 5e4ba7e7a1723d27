package dev.outlast.controller.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.job.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Making the inert cluster and activating it.
final class LaunchingTest {
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CAPACITY", "QUOTA"})
    void aRefusalIsFollowedByTheNextOfferAtOnceAndDoesNotGrowTheBackOff(Fault refusal) {
        var life = Life.of(Given.PLAIN).admitted().offered(Given.EAST, Given.WEST);
        life.launchFailed(refusal, true).closed(Given.EAST);

        assertThat(life.phase())
                .isInstanceOfSatisfying(
                        Phase.Placing.class, p -> assertThat(p.notBefore()).isEqualTo(life.now()));
        assertThat(life.ledger().infraStreak()).isZero();
        assertThat(life.offered(Given.EAST, Given.WEST).phase())
                .isInstanceOfSatisfying(
                        Phase.Launching.class, l -> assertThat(l.offer()).isEqualTo(Given.WEST));
    }

    @Test
    void aSickProviderGetsAPause() {
        var life = Life.of(Given.PLAIN).admitted().offered(Given.EAST).launchFailed(Fault.PROVIDER, true);

        assertThat(((Phase.Placing) life.phase()).notBefore()).isAfter(life.now());
        assertThat(life.owes()).isEmpty();
    }

    @Test
    void anImpossibleRequestEndsTheTask() {
        var life = Life.of(Given.PLAIN).admitted().offered(Given.EAST).launchFailed(Fault.CONFIG, true);

        assertThat(life.status()).isEqualTo(Status.FAILED_PRECHECKS);
    }

    @Test
    void anUnknownLaunchIsLookedForBeforeTheNextAttempt() {
        var life = Life.of(Given.PLAIN).admitted().offered(Given.EAST).launchFailed(Fault.PROVIDER, false);

        assertThat(life.owes())
                .singleElement()
                .isInstanceOfSatisfying(
                        Effect.Release.class, r -> assertThat(r.held()).isEqualTo(new Held.ByToken()));
    }

    @Test
    void aLaunchThatNeverAnswersIsUnknownAtItsDeadline() {
        var life = Life.of(Given.PLAIN).admitted().offered(Given.EAST).after(Duration.ofMinutes(10));

        assertThat(life.phase()).isInstanceOf(Phase.Releasing.class);
        assertThat(life.lastNote().kind()).isEqualTo("launch_unknown");
    }

    @Test
    void aLaunchThatAnswersWhileItIsReleasedHandsItsHandleOver() {
        var life = Life.of(Given.PLAIN).admitted().offered(Given.EAST).after(Duration.ofMinutes(10));
        var first = life.owes().getFirst();
        life.launched();

        assertThat(life.owes()).singleElement().isInstanceOfSatisfying(Effect.Release.class, r -> {
            assertThat(r.held()).isEqualTo(new Held.ByHandle(Life.handle(1)));
            assertThat(r.key()).isNotEqualTo(first.key());
        });
    }

    @Test
    void aLookThatOvertakesTheActivationsAnswerCounts() {
        var life = Life.of(Given.PLAIN).admitted().offered(Given.EAST).launched();
        life.seen(Seen.up(Seen.running(0)));
        assertThat(life.phase()).isInstanceOf(Phase.Running.class);

        life.activated();
        assertThat(life.phase()).isInstanceOf(Phase.Running.class);
    }

    @Test
    void aRunThatIsOverBeforeTheActivationAnswersHasSucceeded() {
        var life = Life.of(Given.PLAIN).admitted().offered(Given.EAST).launched();
        life.seen(Seen.allExited(1, 0)).activated().released();

        assertThat(life.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(life.ledger().hasStarted()).isTrue();
    }

    @Test
    void anInertClusterIsNotTakenForAnActivatedOne() {
        var life =
                Life.of(Given.PLAIN).admitted().offered(Given.EAST).launched().seen(Seen.up(Seen.waiting(0)));

        assertThat(life.phase()).isInstanceOf(Phase.Activating.class);
    }

    @Test
    void anUnsureActivationIsRepeatedWithANewRound() {
        var life = Life.of(Given.PLAIN).admitted().offered(Given.EAST).launched();
        var first = life.owes().getFirst().key();
        life.on(unsure(life));
        assertThat(life.owes()).isEmpty();

        life.later(Duration.ofMinutes(1));
        assertThat(life.owes())
                .singleElement()
                .satisfies(e -> assertThat(e.key()).isNotEqualTo(first));
    }

    @Test
    void anInertClusterThatEndedItselfIsReplaced() {
        var life = Life.of(Given.PLAIN).admitted().offered(Given.EAST).launched();
        life.on(new JobEvent.Report.ActivateFailed(0, 1, Fault.NODE_LOST, true, "no such cluster"));

        assertThat(((Phase.Releasing) life.phase()).after()).isInstanceOf(After.Retry.class);
    }

    @Test
    void anActivationThatKeepsFailingGivesTheClusterUp() {
        var life = Life.of(Given.PLAIN).admitted().offered(Given.EAST).launched();
        for (int i = 0; i < 5; i++) {
            life.on(unsure(life));
        }

        assertThat(life.phase()).isInstanceOf(Phase.Releasing.class);
        assertThat(life.ledger().userErrors()).isZero();
    }

    private static JobEvent unsure(Life life) {
        return new JobEvent.Report.ActivateFailed(0, life.attempt(), Fault.PROVIDER, false, "no answer");
    }
}
