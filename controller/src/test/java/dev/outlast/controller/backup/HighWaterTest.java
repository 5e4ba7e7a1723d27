package dev.outlast.controller.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.store.LeaderRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HighWaterTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path shared;

    private static LeaderRow row(String installation, int incarnation, long epoch, long batch) {
        return new LeaderRow(epoch, batch, installation, incarnation, 1, "somebody", 3);
    }

    private HighWater seen() {
        return new HighWater(shared);
    }

    @Test
    void whatHasComeAsFarMayBeLed() throws Exception {
        assertThat(seen().behind(row("mine", 1, 4, 9))).isEmpty();
        seen().remember(row("mine", 1, 4, 9));
        assertThat(seen().behind(row("mine", 1, 4, 9))).isEmpty();
        assertThat(seen().behind(row("mine", 1, 4, 10))).isEmpty();
        assertThat(seen().behind(row("mine", 1, 5, 9))).isEmpty();
    }

    @Test
    void whatHasComeLessFarWasPutBack() throws Exception {
        seen().remember(row("mine", 2, 4, 9));
        seen().remember(row("mine", 2, 3, 8));
        assertThat(seen().behind(row("mine", 2, 4, 8)))
                .hasValueSatisfying(why ->
                        assertThat(why).contains("incarnation 2, epoch 4, batch 8", "batch 9", "outlast db restored"));
        assertThat(seen().behind(row("mine", 2, 3, 20))).isPresent();
        assertThat(seen().behind(row("mine", 1, 7, 20))).isPresent();
    }

    @Test
    void whatWasSaidToBeRestoredMayBeLed() throws Exception {
        seen().remember(row("mine", 1, 4, 9));
        assertThat(seen().behind(row("mine", 2, 4, 3))).isEmpty();
        assertThat(seen().behind(row("theirs", 1, 1, 1))).isEmpty();
    }

    @Test
    void aDamagedFileIsNotTakenForNone() throws Exception {
        Files.writeString(shared.resolve("highest"), "mine 1");
        assertThatThrownBy(() -> seen().behind(row("mine", 1, 4, 9))).isInstanceOf(IOException.class);
    }
}
