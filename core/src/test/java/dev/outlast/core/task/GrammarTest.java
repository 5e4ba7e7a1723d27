package dev.outlast.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.cluster.Place;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The small grammars, each as a table.
class GrammarTest {
    @ParameterizedTest
    @CsvSource({
        "90, 90",
        "0, 0",
        "30s, 30",
        "10m, 600",
        "2h, 7200",
        "1d, 86400",
        "1w, 604800",
        "1H, 3600",
        "1h30m, 5400",
        "1w2d3h4m5s, 788645",
        "' 5m ', 300",
        "3650d, 315360000"
    })
    void timeInSeconds(String text, long seconds) {
        assertThat(TimeText.read(text, TimeText.Bare.SECONDS)).isEqualTo(Reading.good(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @CsvSource({"10, 600", "10m, 600", "2h, 7200", "1D, 86400", "1h30m, 5400"})
    void timeInMinutes(String text, long seconds) {
        assertThat(TimeText.read(text, TimeText.Bare.MINUTES)).isEqualTo(Reading.good(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "1.5h",
                "h",
                "1h30",
                "30m1h",
                "1h1h",
                "1y",
                "1 h",
                "99999999999",
                "3651d",
                "1h-2m",
                "١s"
            })
    void noTime(String text) {
        assertThat(TimeText.read(text, TimeText.Bare.SECONDS)).isInstanceOf(Reading.Bad.class);
    }

    @Test
    void minutesHaveNoSecondsAndLimitsAreAboveZero() {
        assertThat(TimeText.read("30s", TimeText.Bare.MINUTES)).isInstanceOf(Reading.Bad.class);
        assertThat(TimeText.readPositive("0s", TimeText.Bare.SECONDS)).isInstanceOf(Reading.Bad.class);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5",
        "0, 0",
        "1.5, 1.5",
        "512mb, 0.5",
        "512MI, 0.5",
        "200GB, 200",
        "1tb, 1024",
        "2Ti, 2048",
        "1PB, 1048576",
        "1048576kb, 1",
        "1KiB, 0.00000095367431640625"
    })
    void size(String text, BigDecimal gigabytes) {
        assertThat(SizeText.gigabytes(text))
                .isInstanceOfSatisfying(
                        Reading.Good.class,
                        good -> assertThat((BigDecimal) good.value()).isEqualByComparingTo(gigabytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GB",
                "-1",
                "1.",
                ".5",
                "1..2",
                "1e3",
                "5 GB",
                "5g",
                "5bb",
                "5kbb",
                "5xb",
                "1234567890123456789"
            })
    void noSize(String text) {
        assertThat(SizeText.gigabytes(text)).isInstanceOf(Reading.Bad.class);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "256, 256", "200GB, 200", "1TB, 1024", "1024MB, 1", "2.0, 2"})
    void disk(String text, int gigabytes) {
        assertThat(SizeText.wholeGigabytes(text)).isEqualTo(Reading.good(gigabytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.5", "1MB", "9999999999", "3000000PB"})
    void noDisk(String text) {
        assertThat(SizeText.wholeGigabytes(text)).isInstanceOf(Reading.Bad.class);
    }

    @Test
    void amounts() {
        var any = Amount.any();
        assertThat(AmountText.cpus("8")).isEqualTo(Reading.good(new Amount.Exactly(8)));
        assertThat(AmountText.cpus("0.5+")).isEqualTo(Reading.good(new Amount.AtLeast(0.5)));
        assertThat(AmountText.memoryGb("32", any)).isEqualTo(Reading.good(new Amount.Exactly(32)));
        assertThat(AmountText.memoryGb("32+", any)).isEqualTo(Reading.good(new Amount.AtLeast(32)));
        assertThat(AmountText.memoryGb("32GB+", any)).isEqualTo(Reading.good(new Amount.AtLeast(32)));
        assertThat(AmountText.memoryGb("512mb", any)).isEqualTo(Reading.good(new Amount.Exactly(0.5)));
        assertThat(AmountText.memoryGb("4x", new Amount.Exactly(8))).isEqualTo(Reading.good(new Amount.AtLeast(32)));
        assertThat(AmountText.memoryGb("4X", new Amount.AtLeast(2))).isEqualTo(Reading.good(new Amount.AtLeast(8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "+", "8++", "+8", "8 cpus", "NaN", "Infinity", "1e9", "99999999", "8GB"})
    void noCpus(String text) {
        assertThat(AmountText.cpus(text)).isInstanceOf(Reading.Bad.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4x", "x", "0x", "32GB++", "GB", "32+GB"})
    void noMemory(String text) {
        assertThat(AmountText.memoryGb(text, Amount.any())).isInstanceOf(Reading.Bad.class);
    }

    @Test
    void amountsFit() {
        assertThat(Amount.any().fits(1)).isTrue();
        assertThat(new Amount.Exactly(4).fits(4)).isTrue();
        assertThat(new Amount.Exactly(4).fits(8)).isFalse();
        assertThat(new Amount.AtLeast(4).fits(8)).isTrue();
        assertThat(new Amount.AtLeast(4).fits(2)).isFalse();
    }

    @Test
    void portsAreSortedAndMerged() {
        assertThat(PortText.read("80")).isEqualTo(Reading.good(new PortRange(80, 80)));
        assertThat(PortText.read("8000-8010")).isEqualTo(Reading.good(new PortRange(8000, 8010)));
        assertThat(PortText.merged(List.of(
                        new PortRange(90, 95), new PortRange(80, 80), new PortRange(81, 85), new PortRange(93, 99))))
                .containsExactly(new PortRange(80, 85), new PortRange(90, 99));
        assertThat(new PortRange(1, 2)).hasToString("1-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "65536", "-80", "80-", "90-80", "80-90-100", "http", "123456"})
    void noPort(String text) {
        assertThat(PortText.read(text)).isInstanceOf(Reading.Bad.class);
    }

    @ParameterizedTest
    @CsvSource({
        "H100, H100, 1",
        "h100:8, H100, 8",
        "a100-80gb:4, A100-80GB, 4",
        "v100:0.5, V100, 0.5",
        "rtx6000-ada, RTX6000-Ada, 1",
        "TPU-v5litepod-8, tpu-v5litepod-8, 1",
        "Cerebras-WSE3:2, Cerebras-WSE3, 2"
    })
    void accelerator(String text, String name, double count) {
        assertThat(AcceleratorText.read(text)).isEqualTo(Reading.good(new AcceleratorDemand.Named(name, count)));
    }

    @ParameterizedTest
    @CsvSource({
        "80GB, '', false, 1",
        "80GB+, '', true, 1",
        "80gb:2, '', false, 2",
        "nvidia:80GB, nvidia, false, 1",
        "NVIDIA:80GB+:2, nvidia, true, 2"
    })
    void acceleratorByMemory(String text, String maker, boolean orMore, double count) {
        var size = orMore ? new Amount.AtLeast(80) : new Amount.Exactly(80);
        assertThat(AcceleratorText.read(text))
                .isEqualTo(Reading.good(new AcceleratorDemand.ByMemory(maker, size, count)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":", "H100:", "H100:0", "H100:-1", "H100:x", "H100:1:2", "8", "nvidia:H100", "a b", "80GB:0"
            })
    void noAccelerator(String text) {
        assertThat(AcceleratorText.read(text)).isInstanceOf(Reading.Bad.class);
    }

    @ParameterizedTest
    @CsvSource({
        "aws, aws, '', ''",
        "AWS/us-east-1, aws, us-east-1, ''",
        "aws/us-east-1/us-east-1a, aws, us-east-1, us-east-1a",
        "*, '', '', ''",
        "*/us-east-1, '', us-east-1, ''",
        "*/*/us-east-1a, '', '', us-east-1a",
        "k8s, kubernetes, '', ''",
        "k8s/ctx/with/slashes, kubernetes, ctx/with/slashes, ''",
        "Kubernetes/*, kubernetes, '', ''",
        "ssh/my/pool, ssh, my/pool, ''",
        "slurm/cluster/partition, slurm, cluster, partition",
        "local/mars/mars-a, local, mars, mars-a"
    })
    void infra(String text, String provider, String region, String zone) {
        assertThat(InfraText.read(text)).isEqualTo(Reading.good(new Place(provider, region, zone)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "asw", "aws/a/b/c", "aws//b", "us-east-1"})
    void noInfra(String text) {
        assertThat(InfraText.read(text)).isInstanceOf(Reading.Bad.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "train", "train-1", "a.b_c-d", "a--b", "A__9", "0"})
    void taskName(String name) {
        assertThat(NameText.isTaskName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "a---b", "a b", "é", "a/b", "_", "a\nb"})
    void noTaskName(String name) {
        assertThat(NameText.isTaskName(name)).isFalse();
    }

    @Test
    void longNamesAndVariables() {
        assertThat(NameText.isTaskName("a".repeat(253))).isTrue();
        assertThat(NameText.isTaskName("a.".repeat(100_000))).isFalse();
        assertThat(NameText.isGroupName("a-_-")).isTrue();
        assertThat(NameText.isGroupName("a.b")).isFalse();
        assertThat(NameText.isVariable("_A1")).isTrue();
        assertThat(Stream.of("", "1A", "A-B", "É", "A B").filter(NameText::isVariable))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ca, abc, 3",
        "abcd, abdc, 1",
        "kitten, sitting, 3",
        "'', abc, 3",
        "abc, abc, 0",
        "acelerators, accelerators, 1"
    })
    void distance(String a, String b, int expected) {
        assertThat(Closest.distance(a, b)).isEqualTo(expected);
        assertThat(Closest.distance(b, a)).isEqualTo(expected);
    }

    @Test
    void closestIsOnlySaidWhenItIsClose() {
        var known = List.of("resources", "run", "setup");
        assertThat(Closest.to("resorces", known)).contains("resources");
        assertThat(Closest.to("RUN", known)).contains("run");
        assertThat(Closest.to("zzz", known)).isEmpty();
        assertThat(Closest.to("", known)).isEmpty();
        assertThat(Closest.to("r".repeat(1_000_000), known)).isEmpty();
        assertThat(Closest.hint("setpu", known)).isEqualTo("; did you mean 'setup'?");
    }

    @ParameterizedTest
    @CsvSource({
        "local://b, local, b, ''",
        "local://b/p/q, local, b, p/q",
        "S3://b/p/, s3, b, p",
        "local://b//p, local, b, p"
    })
    void bucketUrl(String text, String scheme, String bucket, String prefix) {
        assertThat(BucketText.url(text)).contains(new BucketUrl(scheme, bucket, prefix));
    }

    @Test
    void noBucketUrl() {
        assertThat(BucketText.url("/local/path")).isEmpty();
        assertThat(BucketText.url("://b")).isEmpty();
        assertThat(BucketText.url("local://")).isEmpty();
        assertThat(BucketText.isBucketName("a..b")).isFalse();
        assertThat(BucketText.isBucketName("ab")).isFalse();
        assertThat(BucketText.isBucketName("my-bucket.2")).isTrue();
    }
}
