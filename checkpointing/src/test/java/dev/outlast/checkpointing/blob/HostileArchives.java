package dev.outlast.checkpointing.blob;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/// Archives that must be refused whole; what would land outside is always called `evil`.
final class HostileArchives {
    private static final byte[] GOOD_TAR =
            Archives.tar().file("a", "x".repeat(2000)).build();
    private static final byte[] GOOD_ZIP =
            Archives.zip().file("a", "x".repeat(2000)).build();

    private HostileArchives() {}

    static Stream<Arguments> all() {
        return Stream.of(names(), links(), kinds(), damaged(), tooLarge(), zips())
                .flatMap(each -> each);
    }

    private static Stream<Arguments> names() {
        return Stream.of(
                named("climbs", Archives.tar().file("../evil", "x")),
                named("climbs inside", Archives.tar().file("a/../../evil", "x")),
                named("climbs as a folder", Archives.tar().folder("../evil/")),
                named("absolute", Archives.tar().file("/evil", "x")),
                named("backslash", Archives.tar().file("..\\evil", "x")),
                named("control", Archives.tar().file("a\nb", "x")),
                named("no name", Archives.tar().file("", "x")),
                named("only a dot", Archives.tar().file(".", "x")),
                named("climbs by pax", Archives.tar().pax("path=../evil").file("a", "x")),
                named(
                        "climbs by a long name",
                        Archives.tar().member('L', "l", "", bytes("../evil\0")).file("a", "x")),
                named(
                        "renames all",
                        Archives.tar()
                                .member('g', "g", "", bytes("13 path=evil\n"))
                                .file("a", "x")),
                named("file twice", Archives.tar().file("a", "1").file("a", "2")),
                named("file as a folder", Archives.tar().file("a", "1").file("a/b", "2")));
    }

    private static Stream<Arguments> links() {
        return Stream.of(
                named("link out", Archives.tar().link("l", "../evil")),
                named("link absolute", Archives.tar().link("l", "/etc/passwd")),
                named("link climbs late", Archives.tar().link("l", "a/../..")),
                named(
                        "link out by another link",
                        Archives.tar().link("p/q/x", "../..").link("y", "p/q/x/..")),
                named("link to nothing", Archives.tar().link("l", "")),
                named("through a link", Archives.tar().link("l", ".").file("l/evil", "x")),
                named("link as a folder", Archives.tar().file("l/a", "x").link("l", "b")),
                named("link below a link", Archives.tar().link("l", ".").link("l/m", ".")),
                named("link twice", Archives.tar().link("l", "a").link("l", "b")));
    }

    private static Stream<Arguments> kinds() {
        return Stream.of(
                named("hard link", Archives.tar().member('1', "h", "/etc/passwd", new byte[0])),
                named("character device", Archives.tar().member('3', "d", "", new byte[0])),
                named("block device", Archives.tar().member('4', "d", "", new byte[0])),
                named("pipe", Archives.tar().member('6', "p", "", new byte[0])),
                named("GNU sparse", Archives.tar().member('S', "s", "", new byte[0])),
                named("pax sparse", Archives.tar().pax("GNU.sparse.major=1").file("s", "x")));
    }

    private static Stream<Arguments> damaged() {
        return Stream.of(
                Arguments.of("nothing", new byte[0]),
                Arguments.of("text", bytes("hello")),
                named("damaged pax", Archives.tar().member('x', "p", "", bytes("99 a=b\n"))),
                named("pax without a length", Archives.tar().member('x', "p", "", bytes("a=b\n"))),
                Arguments.of("checksum", flipped(GOOD_TAR, 3)),
                Arguments.of("cut short", Arrays.copyOf(GOOD_TAR, 1500)),
                Arguments.of("no end", Archives.tar().file("a", "x").withoutEnd()),
                Arguments.of("cut short gzip", Arrays.copyOf(Archives.gzip(GOOD_TAR), 60)));
    }

    /// Over 10 MiB in all, 5 MiB a file, 20 entries, or 100 times.
    private static Stream<Arguments> tooLarge() {
        String most = "x".repeat(5 << 20);
        byte[] zeros = Archives.tar().file("a", "\0".repeat(4 << 20)).build();
        return Stream.of(
                named("long name of a gigabyte", Archives.tar().sized('L', "l", "", 1 << 30, new byte[0])),
                named("too large a file", Archives.tar().file("a", most + "x")),
                named(
                        "too large in all",
                        Archives.tar().file("a", most).file("b", most).file("c", "x")),
                named("too many folders", Archives.tar().file("a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u", "x")),
                named(
                        "too deep",
                        Archives.tar().pax("path=" + "a/".repeat(101) + "b").file("a", "x")),
                Arguments.of("gzip bomb", Archives.gzip(zeros)));
    }

    private static Stream<Arguments> zips() {
        byte[] renamed = GOOD_ZIP.clone();
        int directory = new String(renamed, ISO_8859_1).indexOf("PK\1\2");
        renamed[directory + 32] = 60; // a comment that hides what follows
        return Stream.of(
                named("climbs", Archives.zip().file("../evil", "x")),
                named("absolute", Archives.zip().file("/evil", "x")),
                zipLink("link out", "../evil"),
                zipLink("link absolute", "/etc/passwd"),
                zipLink("endless link", "x".repeat(5000)),
                named("pipe", Archives.zip().entry("p", 0010644, new byte[0])),
                named("bomb", Archives.zip().file("a", "\0".repeat(4 << 20))),
                Arguments.of("zip: damaged directory", renamed),
                Arguments.of("zip: cut short", Arrays.copyOf(GOOD_ZIP, GOOD_ZIP.length - 10)),
                Arguments.of("zip: damaged content", flipped(GOOD_ZIP, 33)),
                Arguments.of("zip: wrong checksum", flipped(GOOD_ZIP, directory + 16)));
    }

    private static Arguments named(String what, Archives.TarBuilder tar) {
        return Arguments.of("tar: " + what, tar.build());
    }

    private static Arguments named(String what, Archives.ZipBuilder zip) {
        return Arguments.of("zip: " + what, zip.build());
    }

    private static Arguments zipLink(String what, String target) {
        return named(what, Archives.zip().entry("l", 0120777, bytes(target)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] flipped(byte[] archive, int at) {
        byte[] damaged = archive.clone();
        damaged[at] ^= 0x55;
        return damaged;
    }
}
