package dev.outlast.dist;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/// Whether a class lies in one of the modules that have an arrow.
final class Placed extends ArchCondition<JavaClass> {
    private final Set<String> modules;

    Placed(Set<String> modules) {
        super("lie in one of " + modules);
        this.modules = Set.copyOf(modules);
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
        var below = item.getPackageName().substring("dev.outlast".length()).split("\\.", -1);
        if (below.length < 2 || !modules.contains(below[1])) {
            events.add(SimpleConditionEvent.violated(item, item.getName() + " lies in no module with an arrow"));
        }
    }
}
