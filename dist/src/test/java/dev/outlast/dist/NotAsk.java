package dev.outlast.dist;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/// Whether a class leaves the ambient ways alone.
final class NotAsk extends ArchCondition<JavaClass> {
    private final List<Ambient> ways;

    NotAsk(List<Ambient> ways) {
        super("use what is handed in");
        this.ways = List.copyOf(ways);
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
        for (var access : item.getAccessesFromSelf()) {
            if (asks(access)) {
                events.add(SimpleConditionEvent.violated(item, access.getDescription()));
            }
        }
    }

    boolean asks(JavaAccess<? extends AccessTarget> access) {
        // System.arraycopy looks at nothing but its arguments.
        return !access.getTarget().getName().equals("arraycopy")
                && ways.stream()
                        .anyMatch(way -> way.is(
                                access.getTargetOwner().getName(),
                                access.getTarget().getName()));
    }
}
