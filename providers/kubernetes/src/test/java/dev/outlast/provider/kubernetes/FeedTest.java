package dev.outlast.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class FeedTest {
    private final Body body = new Body();
    private final Feed feed = new Feed(Duration.ofMinutes(1));

    @Test
    void whatArrivesIsReadInItsOrderWhateverTheFrames() throws IOException {
        feed.begin(body);
        feed.consume(List.of(bytes("one "), bytes("two ")), body);
        feed.consume(List.of(bytes("three")), body);
        body.end.complete(null);

        assertThat(feed.readNBytes(2)).asString(StandardCharsets.UTF_8).isEqualTo("on");
        assertThat(feed.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("e two three");
        assertThat(feed.read()).isEqualTo(-1);
    }

    @Test
    void nobodyReadsAndTheNextFrameIsAskedForAllTheSame() {
        feed.begin(body);
        for (int i = 0; i < 10; i++) {
            feed.consume(List.of(bytes("an event")), body);
        }

        assertThat(body.asked).isEqualTo(11);
    }

    @Test
    void aFrameOfNothingIsNotWaitedOn() throws IOException {
        feed.begin(body);
        feed.consume(List.of(), body);
        feed.consume(List.of(ByteBuffer.allocate(0)), body);
        feed.consume(List.of(bytes("x")), body);

        assertThat(body.asked).isEqualTo(4);
        assertThat(feed.read()).isEqualTo('x');
    }

    @Test
    void aServerThatIsTooFarAheadWaitsUntilHalfIsRead() throws IOException {
        feed.begin(body);
        feed.consume(List.of(ByteBuffer.allocate(Feed.AHEAD)), body);
        assertThat(body.asked).isEqualTo(1);

        feed.readNBytes(Feed.AHEAD / 2);
        assertThat(body.asked).isEqualTo(1);

        feed.readNBytes(1);
        feed.readNBytes(1);
        assertThat(body.asked).isEqualTo(2);
    }

    @Test
    void aBodyThatBreaksOffIsAnErrorAfterWhatHadArrived() throws IOException {
        feed.begin(body);
        feed.consume(List.of(bytes("half")), body);
        body.end.completeExceptionally(new IOException("reset"));

        assertThat(feed.readNBytes(4)).asString(StandardCharsets.UTF_8).isEqualTo("half");
        assertThatThrownBy(feed::read).isInstanceOf(IOException.class).hasRootCauseMessage("reset");
    }

    @Test
    void closingTellsTheServerAndWakesTheReader() throws InterruptedException {
        feed.begin(body);
        var seen = new AtomicReference<Exception>();
        var reader = Thread.ofPlatform().start(() -> {
            try {
                seen.set(new IllegalStateException("read " + feed.read()));
            } catch (IOException closed) {
                seen.set(closed);
            }
        });
        feed.close();
        reader.join();

        assertThat(seen.get()).isInstanceOf(IOException.class).hasMessage("closed");
        assertThat(body.cancelled).isTrue();
    }

    @Test
    void aServerThatSaysNothingForTooLongIsAnError() {
        var patient = new Feed(Duration.ofMillis(1));
        patient.begin(body);

        assertThatThrownBy(patient::read).isInstanceOf(IOException.class).hasMessage("heard nothing for 1 ms");
    }

    @Test
    void anAnswerThatComesAfterClosingIsToldToStop() {
        feed.close();
        feed.begin(body);

        assertThat(body.cancelled).isTrue();
        assertThat(body.asked).isZero();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class Body implements AsyncBody {
        private final CompletableFuture<Void> end = new CompletableFuture<>();
        private int asked;
        private boolean cancelled;

        @Override
        public void consume() {
            asked++;
        }

        @Override
        public CompletableFuture<Void> done() {
            return end;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
