package dev.outlast.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Token;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.recovery.OrphanWatch.Sighting;
import dev.outlast.recovery.OrphanWatch.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// When a tagged thing is nobody's, and whose it is at all.
final class OrphanWatchTest {
    private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");
    private static final Duration APART = Duration.ofMinutes(20);
    private static final ClusterHandle THING = new ClusterHandle("fake", 1, "thing");

    /// Looks at minutes 0, 10, 20 …, one letter each: `a`nswered for, in `f`light, `e`nded, `u`nknown, un`r`eadable,
    /// `-` not there.
    private static List<Integer> orphanAt(String looks) {
        var watch = OrphanWatch.beginning(APART);
        var found = new ArrayList<Integer>();
        for (int i = 0; i < looks.length(); i++) {
            var seen = switch (looks.charAt(i)) {
                case 'a' -> List.of(new Sighting(THING, Standing.ANSWERED_FOR));
                case 'f' -> List.of(new Sighting(THING, Standing.IN_FLIGHT));
                case 'e' -> List.of(new Sighting(THING, Standing.ENDED));
                case 'u' -> List.of(new Sighting(THING, Standing.UNKNOWN));
                case 'r' -> List.of(new Sighting(THING, Standing.UNREADABLE));
                default -> List.<Sighting>of();
            };
            var look = watch.look(START.plus(Duration.ofMinutes(10L * i)), seen);
            if (!look.orphans().isEmpty()) {
                found.add(i);
            }
            watch = look.next();
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource({
        "uu,",
        "uuu,2",
        "eee,2",
        "eue,2",
        "uuuu,2 3",
        "aaaaaaa,",
        "fffffff,",
        "uufuuu,5",
        "uuauuu,5",
        "uu-uuu,5",
        "urrr,",
        "uru,2",
        "rrr,",
        "u,",
    })
    void twoLooksFarEnoughApartAndNothingBetween(String looks, String orphans) {
        var expected = orphans == null
                ? List.<Integer>of()
                : List.of(orphans.split(" ", -1)).stream().map(Integer::valueOf).toList();
        assertThat(orphanAt(looks)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Standing.class)
    void oneLookIsNeverEnough(Standing standing) {
        var look = new OrphanWatch(Duration.ZERO, Map.of()).look(START, List.of(new Sighting(THING, standing)));
        assertThat(look.orphans()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "mine,2,7,OURS",
        "mine,2,6,OURS",
        "mine,2,8,AHEAD",
        "mine,3,1,AHEAD",
        "mine,1,7,EARLIER",
        "mine,1,99,EARLIER",
        "other,2,7,FOREIGN",
        "other,9,99,FOREIGN",
    })
    void whoseAThingIs(String installation, int incarnation, long epoch, Ownership whose) {
        var leader = new LeaderRow(7, 100, "mine", 2, 1, "me", 12);
        var token = new Token(installation, incarnation, new JobId(3), 0, 1);
        assertThat(Ownership.of(token, epoch, leader)).isEqualTo(whose);
    }

    @Test
    void whatIsForgottenBeginsAnew() {
        assertThat(orphanAt("u-u")).isEmpty();
        assertThat(orphanAt("u-uuu")).containsExactly(4);
    }
}
