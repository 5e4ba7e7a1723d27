package dev.outlast.dist;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A package whose code is a function of its arguments.
///
/// @param from as ArchUnit writes packages
/// @param beside what it may use beside the values of the language
record Pure(String from, List<String> beside, Set<String> except, String because) {
    private static final List<String> VALUES = List.of(
            "java.lang",
            "java.lang.annotation",
            "java.lang.invoke",
            "java.lang.runtime",
            "java.math",
            "java.time..",
            "java.util",
            "java.util.function",
            "java.util.regex",
            "java.util.stream",
            "org.jspecify.annotations",
            "dev.outlast.core..");

    Pure {
        beside = List.copyOf(beside);
        except = Set.copyOf(except);
    }

    static Pure of(String from, String because, String... beside) {
        return new Pure("dev.outlast." + from, List.of(beside), Set.of(), because);
    }

    Pure except(String... classes) {
        return new Pure(from, beside, Set.of(classes), because);
    }

    ArchRule usesValuesOnly() {
        var allowed = new ArrayList<>(VALUES);
        allowed.add(from);
        allowed.addAll(beside);
        return classes()
                .that()
                .resideInAPackage(from)
                .and(Outside.of(except))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new)))
                .because(because);
    }

    ArchRule asksNobody() {
        return classes()
                .that()
                .resideInAPackage(from)
                .should(new NotAsk(Stream.concat(Ambient.CLOCKS.stream(), Ambient.REST.stream())
                        .toList()))
                .because(because);
    }

    @Override
    public String toString() {
        return from;
    }
}
