package dev.outlast.dist;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;

/// Classes other than the named ones; a class nested in a named one counts as that one.
final class Outside extends DescribedPredicate<JavaClass> {
    private final Set<String> names;

    private Outside(Set<String> names) {
        super(names.isEmpty() ? "are any" : "are not " + names);
        this.names = names;
    }

    static Outside of(Set<String> names) {
        return new Outside(names);
    }

    static String outermost(JavaClass one) {
        var name = one.getName();
        var dollar = name.indexOf('$');
        return dollar < 0 ? name : name.substring(0, dollar);
    }

    @Override
    public boolean test(JavaClass one) {
        return !names.contains(outermost(one));
    }
}
