package dev.outlast.checkpointing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketUrlTest {
    @Test
    void takes_buckets_and_prefixes() {
        assertThat(BucketUrl.parse("local://b")).isEqualTo(new BucketUrl("local", "b", List.of()));
        assertThat(BucketUrl.parse("local://b/")).isEqualTo(new BucketUrl("local", "b", List.of()));
        assertThat(BucketUrl.parse("s3://my.bucket-1/a/B=2/c d/"))
                .isEqualTo(new BucketUrl("s3", "my.bucket-1", List.of("a", "B=2", "c d")));
        assertThat(BucketUrl.parse("local://b/a/c").toString()).isEqualTo("local://b/a/c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "b",
                "/b",
                "local:b",
                "local:/b",
                "local://",
                "local:///b",
                "local://..",
                "local://.b",
                "local://-b",
                "local://B",
                "local://b c",
                "local://b/..",
                "local://b/../c",
                "local://b/./c",
                "local://b//c",
                "local://b/c//",
                "local://b/.outlast",
                "local://b/c/.outlast/t",
                "local://b/c\nd",
                "local://b/c\0d",
                "local://b/c\\..\\d",
                "local://a123456789012345678901234567890123456789012345678901234567890123",
            })
    void refuses_all_else(String url) {
        assertThatThrownBy(() -> BucketUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("\n");
    }
}
