package dev.outlast.dist;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// PURE code: no clock, thread, randomness, file, socket or logger. The same input gives the same answer for ever,
/// which
/// is what lets a simulator run years of it in seconds.
class PurityTest {
    private static final String WORDS = "a noun holds what it was given";
    private static final String DECIDES = "a decision that asks the world cannot be replayed";

    static Stream<Pure> pure() {
        return Stream.of(
                Pure.of("core", WORDS),
                Pure.of("core.access..", WORDS, "java.security", "java.nio.charset"),
                Pure.of("core.job..", WORDS),
                Pure.of("core.cluster..", WORDS),
                Pure.of("core.checkpoint..", WORDS),
                Pure.of("core.log..", WORDS),
                Pure.of("core.store..", WORDS),
                Pure.of(
                        "core.task..",
                        "the same YAML means the same job at the command, at the door and after a crash",
                        "org.yaml.snakeyaml.."),
                Pure.of("recovery..", DECIDES),
                Pure.of("controller.lifecycle..", DECIDES, "dev.outlast.recovery.."),
                Pure.of(
                        "checkpointing",
                        "which checkpoint is resumed is decided from manifests alone; the codec reads bytes it is given",
                        "com.fasterxml.jackson.core..",
                        "java.io",
                        "java.nio.charset"));
    }

    @ParameterizedTest
    @MethodSource("pure")
    void usesValuesOnly(Pure pure) {
        pure.usesValuesOnly().check(Product.classes());
    }

    @ParameterizedTest
    @MethodSource("pure")
    void asksNobody(Pure pure) {
        pure.asksNobody().check(Product.classes());
    }

    @Test
    void portsAreInterfacesAndTheirWords() {
        classes()
                .that()
                .resideInAPackage("dev.outlast.core.spi..")
                .and()
                .areTopLevelClasses()
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .beInterfaces()
                .orShould()
                .beAssignableTo(Exception.class)
                .because("what stands behind a port is found at run time; code in the port would bind all of them")
                .check(Product.classes());
    }
}
