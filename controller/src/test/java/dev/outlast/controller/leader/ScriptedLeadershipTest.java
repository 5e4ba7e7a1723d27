package dev.outlast.controller.leader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.spi.Leadership;
import dev.outlast.testkit.leader.LeadershipContract;
import dev.outlast.testkit.leader.ScriptedLeadership;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScriptedLeadershipTest extends LeadershipContract {
    private Instant now = Instant.EPOCH;
    private final ScriptedLeadership election = new ScriptedLeadership(() -> now);

    @Override
    protected Leadership contender(String name) {
        return election.contender(name);
    }

    @Test
    void aTermEndsWhenItsLeaseDoesOrWhenItIsRevoked() {
        var a = election.tryElect("a").orElseThrow();
        assertThat(election.tryElect("b")).isEmpty();
        election.expireAt(now.plusSeconds(15));
        now = now.plusSeconds(15);
        assertThat(a.stands()).isFalse();
        assertThat(election.holder()).isEmpty();
        var b = election.tryElect("b").orElseThrow();
        assertThat(election.holder()).contains("b");
        election.revoke();
        assertThat(b.stands()).isFalse();
    }
}
