package dev.outlast.controller.codec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Set;

/// Finds every record that a state may hold, by type and by value.
final class VariantWalk {
    private VariantWalk() {}

    static void variantsOf(Type type, Set<Class<?>> found) {
        if (type instanceof ParameterizedType generic) {
            for (var argument : generic.getActualTypeArguments()) {
                variantsOf(argument, found);
            }
        } else if (type instanceof Class<?> c && c.isSealed()) {
            for (var variant : c.getPermittedSubclasses()) {
                variantsOf(variant, found);
            }
        } else if (type instanceof Class<?> c && c.isRecord() && found.add(c)) {
            for (var component : c.getRecordComponents()) {
                variantsOf(component.getGenericType(), found);
            }
        }
    }

    static void classesIn(Object value, Set<Class<?>> found) throws ReflectiveOperationException {
        if (value instanceof Collection<?> values) {
            for (var v : values) {
                classesIn(v, found);
            }
        } else if (value instanceof Record) {
            found.add(value.getClass());
            for (var component : value.getClass().getRecordComponents()) {
                var accessor = component.getAccessor();
                accessor.setAccessible(true);
                classesIn(accessor.invoke(value), found);
            }
        }
    }
}
