package dev.outlast.controller.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FailedTriesTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));
    private final FailedTries tries = new FailedTries(now::get);

    private static InetAddress address(String text) throws Exception {
        return InetAddress.getByName(text);
    }

    @Test
    void manyWrongOnesFromOnePlaceHaveToWait() throws Exception {
        var here = address("192.0.2.1");
        for (int i = 0; i < FailedTries.MOST; i++) {
            assertThat(tries.failed(here)).isZero();
        }
        now.set(now.get().plusSeconds(20));

        assertThat(tries.failed(here)).isEqualTo(Duration.ofSeconds(40));
        assertThat(tries.failed(address("192.0.2.2"))).isZero();
        now.set(now.get().plusSeconds(40));
        assertThat(tries.failed(here)).isZero();
    }

    @Test
    void oneNetworkOfIpv6IsOnePlace() throws Exception {
        for (int i = 0; i < FailedTries.MOST; i++) {
            assertThat(tries.failed(address("2001:db8::" + i))).isZero();
        }

        assertThat(tries.failed(address("2001:db8::ffff"))).isPositive();
        assertThat(tries.failed(address("2001:db8:0:1::1"))).isZero();
    }

    @Test
    void aClockThatIsSetBackLocksNobodyOut() throws Exception {
        var here = address("192.0.2.1");
        for (int i = 0; i <= FailedTries.MOST; i++) {
            tries.failed(here);
        }
        now.set(now.get().minusSeconds(3_600));

        assertThat(tries.failed(here)).isZero();
    }

    @Test
    void manyPlacesTakeLittleRoom() throws Exception {
        for (int i = 0; i < 3 * FailedTries.MOST_ADDRESSES; i++) {
            tries.failed(InetAddress.getByAddress(new byte[] {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i}));
        }

        assertThat(tries.addresses()).isEqualTo(FailedTries.MOST_ADDRESSES);
    }
}
