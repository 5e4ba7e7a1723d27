package dev.outlast.dist;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.stream.Stream;

/// Which of our packages a package may see, and why no other.
///
/// @param from a package below `dev.outlast`; its subpackages are meant too
/// @param to packages it may see beside itself
record Arrow(String from, List<String> to, String because) {
    Arrow {
        to = List.copyOf(to);
    }

    static Arrow of(String from, String because, String... to) {
        return new Arrow(from, List.of(to), because);
    }

    ArchRule rule() {
        var allowed =
                Stream.concat(Stream.of(from), to.stream()).map(Arrow::packages).toArray(String[]::new);
        return ArchRuleDefinition.classes()
                .that()
                .resideInAPackage(packages(from))
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage("dev.outlast..").or(resideInAnyPackage(allowed)))
                .because(because);
    }

    /// `core.spi` with what lies below it; `core.spi!` without.
    private static String packages(String name) {
        var exact = name.endsWith("!");
        return "dev.outlast." + (exact ? name.substring(0, name.length() - 1) : name + "..");
    }

    @Override
    public String toString() {
        return from + " sees " + (to.isEmpty() ? "nothing else" : String.join(", ", to));
    }
}
