package dev.outlast.controller.codec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.outlast.core.job.Fault;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One JSON object being read: each member exactly once, with its path in every complaint.
final class Members {
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000L);

    /// Whether any object had members that nobody read.
    static final class Unknowns {
        private boolean seen;

        boolean seen() {
            return seen;
        }

        private void note() {
            seen = true;
        }
    }

    /// Reads one object; may refuse it.
    interface Shape<T> {
        T read(Members in) throws UndecodableState;
    }

    private final JsonNode object;
    private final String path;
    private final Unknowns unknowns;
    private int read;

    private Members(JsonNode object, String path, Unknowns unknowns) throws UndecodableState {
        if (!object.isObject()) {
            throw new UndecodableState(path + " is not an object");
        }
        this.object = object;
        this.path = path;
        this.unknowns = unknowns;
    }

    static <T> T root(String name, JsonNode tree, Unknowns unknowns, Shape<T> shape) throws UndecodableState {
        return new Members(tree, name, unknowns).readAs(shape);
    }

    <T> T object(String name, Shape<T> shape) throws UndecodableState {
        return new Members(member(name), path + "." + name, unknowns).readAs(shape);
    }

    <T> List<T> list(String name, Shape<T> shape) throws UndecodableState {
        var array = member(name);
        if (!array.isArray()) {
            throw wrong(name, "a list");
        }
        var values = new ArrayList<T>(array.size());
        for (var i = 0; i < array.size(); i++) {
            values.add(new Members(array.get(i), path + "." + name + "[" + i + "]", unknowns).readAs(shape));
        }
        return values;
    }

    List<String> texts(String name) throws UndecodableState {
        var array = member(name);
        if (!array.isArray()) {
            throw wrong(name, "a list");
        }
        var values = new ArrayList<String>(array.size());
        for (var node : array) {
            if (!node.isTextual()) {
                throw wrong(name, "a list of texts");
            }
            values.add(node.textValue());
        }
        return values;
    }

    private <T> T readAs(Shape<T> shape) throws UndecodableState {
        try {
            var value = shape.read(this);
            if (object.size() > read) {
                unknowns.note();
            }
            return value;
        } catch (IllegalArgumentException refusedByTheValue) {
            throw new UndecodableState(path + ": " + refusedByTheValue.getMessage(), refusedByTheValue);
        }
    }

    void format(int known) throws UndecodableState {
        var format = integer("v");
        if (format != known) {
            throw new UndecodableState(path + " is of format " + format + ", this version reads " + known);
        }
    }

    String tag() throws UndecodableState {
        return text("is");
    }

    UndecodableState unknownTag(String tag) {
        return new UndecodableState(path + ": this version does not know \"" + tag + "\"");
    }

    String text(String name) throws UndecodableState {
        var node = member(name);
        if (!node.isTextual()) {
            throw wrong(name, "text");
        }
        return node.textValue();
    }

    boolean flag(String name) throws UndecodableState {
        var node = member(name);
        if (!node.isBoolean()) {
            throw wrong(name, "true or false");
        }
        return node.booleanValue();
    }

    int integer(String name) throws UndecodableState {
        var node = member(name);
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw wrong(name, "a 32-bit integer");
        }
        return node.intValue();
    }

    long number(String name) throws UndecodableState {
        var node = member(name);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw wrong(name, "a 64-bit integer");
        }
        return node.longValue();
    }

    double price(String name) throws UndecodableState {
        var node = member(name);
        if (node.isTextual() && node.textValue().equals("infinite")) {
            return Double.POSITIVE_INFINITY;
        }
        if (!node.isNumber()) {
            throw wrong(name, "a number");
        }
        return node.doubleValue();
    }

    Instant instant(String name) throws UndecodableState {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw wrong(name, "a time");
        }
    }

    Duration duration(String name) throws UndecodableState {
        var node = member(name);
        if (!node.isIntegralNumber()) {
            throw wrong(name, "a number of nanoseconds");
        }
        if (node.canConvertToLong()) {
            return Duration.ofNanos(node.longValue());
        }
        var parts = node.bigIntegerValue().divideAndRemainder(NANOS);
        try {
            return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
        } catch (ArithmeticException e) {
            throw wrong(name, "a duration");
        }
    }

    Fault fault() throws UndecodableState {
        var name = text("fault");
        try {
            return Fault.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw unknownTag(name);
        }
    }

    private JsonNode member(String name) throws UndecodableState {
        var node = object.get(name);
        if (node == null) {
            throw new UndecodableState(path + "." + name + " is missing");
        }
        read++;
        return node;
    }

    private UndecodableState wrong(String name, String expected) {
        return new UndecodableState(path + "." + name + " is not " + expected);
    }
}
