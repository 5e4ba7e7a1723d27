package dev.outlast.controller.codec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Makes random values of any record or sealed interface, by reflection.
final class RandomValues {
    private static final String LETTERS = "aZ0-_/ \"\\\n\té🦆";

    private final Random random;

    RandomValues(long seed) {
        random = new Random(seed);
    }

    Object of(Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            var values = new ArrayList<>();
            for (var i = random.nextInt(1, 4); i > 0; i--) {
                values.add(of(list.getActualTypeArguments()[0]));
            }
            return values;
        }
        var wanted = (Class<?>) type;
        if (wanted.isSealed()) {
            var variants = wanted.getPermittedSubclasses();
            return of(variants[random.nextInt(variants.length)]);
        }
        return wanted.isRecord() ? record(wanted) : simple(wanted);
    }

    private Object simple(Class<?> type) {
        if (type.isEnum()) {
            var constants = type.getEnumConstants();
            return constants[random.nextInt(constants.length)];
        }
        return switch (type.getSimpleName()) {
            case "int" -> random.nextInt(Integer.MAX_VALUE);
            case "long" -> random.nextLong();
            case "boolean" -> random.nextBoolean();
            case "double" -> Math.scalb(random.nextDouble(), random.nextInt(-40, 40));
            case "String" -> text();
            case "Instant" ->
                Instant.ofEpochSecond(random.nextLong(-1L << 40, 1L << 40), random.nextInt(1_000_000_000));
            case "Duration" ->
                Duration.ofSeconds(random.nextLong() >> random.nextInt(40), random.nextInt(1_000_000_000));
            default -> throw new AssertionError("no random value for " + type + ": teach RandomValues and the codec");
        };
    }

    private Object record(Class<?> type) {
        var components = type.getRecordComponents();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        var values = Arrays.stream(components).map(c -> of(c.getGenericType())).toArray();
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type.toString(), e);
        }
    }

    private String text() {
        var text = new StringBuilder();
        for (var i = random.nextInt(12); i > 0; i--) {
            text.appendCodePoint(LETTERS.codePoints().toArray()[random.nextInt(13)]);
        }
        return text.toString();
    }
}
