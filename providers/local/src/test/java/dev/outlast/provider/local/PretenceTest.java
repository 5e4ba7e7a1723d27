package dev.outlast.provider.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Token;
import dev.outlast.provider.local.ClusterRecord.Activated;
import dev.outlast.provider.local.ClusterRecord.Fate;
import dev.outlast.provider.local.ClusterRecord.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The parts of the pretence that need neither disk nor process.
final class PretenceTest {
    @Test
    void preemptionsFollowFromSeedAndToken() {
        var draws = IntStream.rangeClosed(1, 2_000)
                .mapToObj(job -> PreemptionDraw.uptime(42, token(job), 2).orElseThrow())
                .toList();

        assertThat(PreemptionDraw.uptime(42, token(1), 2)).contains(draws.getFirst());
        assertThat(PreemptionDraw.uptime(43, token(1), 2)).isPresent().isNotEqualTo(draws.getFirst());
        assertThat(PreemptionDraw.uptime(42, token(1), 0)).isEmpty();
        var mean = draws.stream().mapToLong(Duration::toSeconds).average().orElseThrow();
        assertThat(mean).as("two an hour").isBetween(1_600.0, 2_000.0);
    }

    @Test
    void everyLiveNodeHasAnAddressOfItsOwn() {
        var addresses = new LoopbackAddresses();
        var seen = new HashSet<String>();
        for (var job = 1; job <= 300; job++) {
            // All tokens the same: every choice but the first collides.
            var first = addresses.choose(token(1), 3);
            addresses.take(first, 3);
            for (var rank = 0; rank < 3; rank++) {
                assertThat(seen.add(LoopbackAddresses.text(first + rank))).isTrue();
            }
        }
        assertThat(seen).allMatch(address -> address.matches("127\\.(6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])\\.\\d+\\.\\d+"));
    }

    @Test
    void aFreedAddressIsGivenAgain() {
        var addresses = new LoopbackAddresses();
        var first = addresses.choose(token(1), 2);
        addresses.take(first, 2);
        assertThat(addresses.choose(token(1), 2)).isNotEqualTo(first);

        addresses.free(first);

        assertThat(addresses.choose(token(1), 2)).isEqualTo(first);
    }

    @Test
    void aRecordIsReadAsItWasWrittenAndLaterFieldsWin() {
        var now = Instant.parse("2026-11-21T12:00:00.123Z");
        var offer = new Offer(new Place("local", "east", "a"), "local.small", true, 0.004);
        var request = new ClusterRequest(token(5), 3, offer, 2, "two\nlines");
        var record = ClusterRecord.inert(request, now, "boot", 1077936129, false);

        var read = ClusterRecord.parse(record.text());
        assertThat(read).usingRecursiveComparison().ignoringFields("name").isEqualTo(record);
        assertThat(read.name()).isEqualTo("two lines");

        var activated = new Activated(now, Duration.ofMillis(1500), 3);
        var notice = new Notice(now, now.plusSeconds(30));
        var fate = new Fate(now, now.plusSeconds(1), Fault.PREEMPTED, 1, "taken back, as said");
        var fields = List.of(
                ClusterRecord.field("epoch", "9"),
                ClusterRecord.field("activated", activated.text()),
                ClusterRecord.field("contact_lease", "PT2M"),
                ClusterRecord.field("drained", now.toString()),
                ClusterRecord.field("notice", notice.text()),
                ClusterRecord.field("fate", fate.text()),
                "a field of a later version");
        var later = ClusterRecord.parse(record.text() + "\t" + String.join("\t", fields));

        assertThat(later.epoch()).isEqualTo(9);
        assertThat(later.activated()).contains(activated);
        assertThat(later.contactLease()).isEqualTo(Duration.ofMinutes(2));
        assertThat(later.drained()).contains(now);
        assertThat(later.notice()).contains(notice);
        assertThat(later.fate()).contains(fate);
        var appended = read;
        for (var field : fields) {
            appended = appended.with(field);
        }
        assertThat(appended).isEqualTo(later);
        assertThat(ClusterRecord.parse(later.text())).isEqualTo(later);
    }

    private static Token token(int job) {
        return new Token("pretence", 1, new JobId(job), 0, 1);
    }
}
