package dev.outlast.dist;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The arrows between modules, and those inside the controller. `docs/architecture.md` has the picture.
class ArrowsTest {
    private static final Pattern PROVIDER = Pattern.compile("dev\\.outlast\\.provider\\.([a-z0-9]+)(\\..*)?");

    static Stream<Arrow> modules() {
        return Stream.of(
                Arrow.of("core", "nouns and ports are what all others share; a port never knows who stands behind it"),
                Arrow.of(
                        "recovery",
                        "its decisions are values from values, so that simulators can ask it anything",
                        "core"),
                Arrow.of("checkpointing", "which checkpoint counts does not depend on who asks", "core"),
                Arrow.of(
                        "artefacts",
                        "what is kept for others is bytes with names; what they mean is their writers'",
                        "core"),
                Arrow.of("logs", "a log outlives the controller that pulled it and the provider it came from", "core"),
                Arrow.of("node", "the runner is the same on every provider", "core"),
                Arrow.of(
                        "cli",
                        "the wire format is the contract with the controller; packing an upload is the only work shared",
                        "core",
                        "checkpointing.blob"),
                Arrow.of("testkit", "fakes stand in for every module, so they can know none", "core"),
                Arrow.of(
                        "controller",
                        "providers are found at run time: a new one needs no change of the controller",
                        "artefacts",
                        "core",
                        "recovery",
                        "checkpointing",
                        "logs"));
    }

    static Stream<Arrow> insideController() {
        return Stream.of(
                Arrow.of("controller.lifecycle", "the life of a task is decided from values alone", "core", "recovery"),
                Arrow.of(
                        "controller.engine",
                        "the engine thread blocks on its mailbox and on the store; all else is handed over as an effect",
                        "controller!", // the version that parks a job
                        "controller.lifecycle",
                        "core",
                        "recovery"),
                Arrow.of(
                        "controller.store", "rows are the port's nouns; a schema that knows states cannot age", "core"),
                Arrow.of(
                        "controller.codec",
                        "what was written once is read by every later version; only the states' own words count",
                        "controller.lifecycle",
                        "controller.engine",
                        "core",
                        "recovery"),
                Arrow.of(
                        "controller.leader",
                        "election knows nothing of what the leader then does; the file lock is the data directory's",
                        "controller.store",
                        "core"),
                Arrow.of(
                        "controller.access",
                        "who somebody is does not depend on what they want, nor how they ask",
                        "core"),
                Arrow.of(
                        "controller.backup",
                        "what is kept are files; what they mean is for those who read them",
                        "controller.store",
                        "checkpointing",
                        "core"),
                Arrow.of("controller.systemd", "what is said to a service manager is told to it, not looked for"),
                Arrow.of("controller.secret", "sealing is a function of key and bytes", "core"),
                Arrow.of(
                        "controller.effects",
                        "an effect's answer comes back as an event and by no other way",
                        "controller.engine",
                        "controller.lifecycle",
                        "controller.spec",
                        "checkpointing",
                        "core",
                        "logs",
                        "recovery"),
                Arrow.of(
                        "controller.skyapi",
                        "another protocol over the same facade: no second logic can grow where nothing else is seen",
                        "controller!", // the version it shows
                        "controller.access",
                        "controller.api",
                        "controller.engine", // whose changes the list of jobs follows
                        "controller.lifecycle",
                        "controller.spec",
                        "core"),
                Arrow.of(
                        "controller.api",
                        "the door asks its facade; it can be tested, and replaced, without an engine",
                        "controller.access",
                        "controller.lifecycle",
                        "core"));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void modulesSeeOnlyWhatLiesBelow(Arrow arrow) {
        arrow.rule().check(Product.classes());
    }

    @ParameterizedTest
    @MethodSource("insideController")
    void insideTheController(Arrow arrow) {
        arrow.rule().check(Product.classes());
    }

    @Test
    void providersSeeCoreNodeAndThemselves() {
        var names = new TreeSet<String>();
        for (var one : Product.classes()) {
            var found = PROVIDER.matcher(one.getPackageName());
            if (found.matches()) {
                names.add(found.group(1));
            }
        }
        assertThat(names).isNotEmpty();
        for (var name : names) {
            Arrow.of("provider." + name, "a provider can be added, or left out, alone", "core", "node")
                    .rule()
                    .check(Product.classes());
        }
    }

    @Test
    void ofThePortsTheEngineSeesTheStoreAlone() {
        noClasses()
                .that()
                .resideInAPackage("dev.outlast.controller.engine..")
                .should()
                .dependOnClassesThat(new DescribedPredicate<JavaClass>("are ports other than Store") {
                    @Override
                    public boolean test(JavaClass port) {
                        return port.getPackageName().startsWith("dev.outlast.core.spi")
                                && !port.getSimpleName().equals("Store");
                    }
                })
                .because("a slow provider, bucket or sink must never stop the engine: it reaches them through Hands")
                .check(Product.classes());
    }

    @Test
    void onlyTheEngineCommits() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.outlast.controller.engine..", "dev.outlast.testkit..")
                .should()
                .callMethod("dev.outlast.core.spi.Store", "commit", "dev.outlast.core.store.Batch")
                .because("one writer numbers the batches; a second one would make every number a lie")
                .check(Product.classes());
    }

    @Test
    void onlyRightsGivesCommands() {
        var rights = "dev.outlast.controller.api.Rights";
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(rights)
                .should()
                .callMethodWhere(new DescribedPredicate<JavaMethodCall>("is a command of the facade") {
                    @Override
                    public boolean test(JavaMethodCall call) {
                        return call.getTargetOwner().getSimpleName().equals("ControllerFacade")
                                && Set.of("submit", "cancel", "retry", "unpark", "rehearse", "putBlob")
                                        .contains(call.getName());
                    }
                })
                .because("who may change what is decided in one place, for both protocols")
                .check(Product.classes());
    }

    @Test
    void onlyArtefactsSeesTheSdk() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.outlast.artefacts..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon..")
                .because("it is large, and loaded only where a bucket is configured")
                .check(Product.classes());
    }

    @Test
    void nobodyNeedsMain() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Main")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("dev.outlast.controller.Main")
                .because("it wires the parts; a part that needs it can only be tested as a whole program")
                .check(Product.classes());
    }

    @Test
    void everyPackageHasAPlaceInThePicture() {
        var known = new HashSet<String>();
        modules().forEach(a -> known.add(a.from()));
        classes()
                .that()
                .resideOutsideOfPackage("dev.outlast.provider..")
                .should(new Placed(known))
                .because("a module that no rule speaks of may see everything")
                .check(Product.classes());
    }
}
