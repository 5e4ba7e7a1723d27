package dev.outlast.core.task;

import java.math.BigDecimal;
import java.util.Set;

/// The grammar of one accelerator: `NAME`, `NAME:COUNT`, `80GB`, `80GB+`, `80GB:2`, `nvidia:80GB`, `nvidia:80GB:2`.
final class AcceleratorText {
    private static final String EXPECTED = "<name> or <name>:<count>, such as H100 or H100:8, or by memory as in 80GB+";
    private static final String COUNT = "a count above 0 after ':', such as H100:8";
    private static final Set<String> MANUFACTURERS = Set.of("nvidia", "amd", "intel", "google", "aws");
    private static final int MAX_NAME = 64;
    private static final BigDecimal MAX_COUNT = BigDecimal.valueOf(100_000);

    private AcceleratorText() {}

    /// Known names come back in canonical spelling, others as written.
    static Reading<AcceleratorDemand> read(String written) {
        var parts = written.strip().split(":", -1);
        boolean byMaker = parts.length > 1 && MANUFACTURERS.contains(Text.lower(parts[0].strip()));
        int countAt = byMaker ? 2 : 1;
        if (parts.length > countAt + 1) {
            return Reading.bad(EXPECTED);
        }
        return switch (parts.length > countAt ? count(parts[countAt].strip()) : Reading.good(1.0)) {
            case Reading.Bad<Double>(String expected) -> Reading.bad(expected);
            case Reading.Good<Double>(Double count)
            when byMaker -> byMemory(Text.lower(parts[0].strip()), parts[1].strip(), count);
            case Reading.Good<Double>(Double count)
            when isMemory(parts[0].strip()) -> byMemory("", parts[0].strip(), count);
            case Reading.Good<Double>(Double count) -> named(parts[0].strip(), count);
        };
    }

    static Reading<Double> count(String text) {
        return SizeText.number(text) instanceof Reading.Good<BigDecimal>(BigDecimal n)
                        && n.signum() > 0
                        && n.compareTo(MAX_COUNT) <= 0
                ? Reading.good(n.doubleValue())
                : Reading.bad(COUNT);
    }

    private static Reading<AcceleratorDemand> named(String name, double count) {
        boolean plausible = !name.isEmpty()
                && name.length() <= MAX_NAME
                && Text.isAsciiLetter(name.charAt(0))
                && name.chars().allMatch(c -> Text.isAsciiLetter(c) || Text.isDigit(c) || "-_.".indexOf(c) >= 0);
        return plausible
                ? Reading.good(new AcceleratorDemand.Named(KnownAccelerators.canonical(name), count))
                : Reading.bad(EXPECTED);
    }

    private static Reading<AcceleratorDemand> byMemory(String maker, String memory, double count) {
        return switch (isMemory(memory) ? AmountText.memoryGb(memory, Amount.any()) : Reading.<Amount>bad("")) {
            case Reading.Good<Amount>(Amount size) -> Reading.good(new AcceleratorDemand.ByMemory(maker, size, count));
            case Reading.Bad<Amount> _ -> Reading.bad("the memory of the accelerator, such as 80GB or 80GB+");
        };
    }

    private static boolean isMemory(String text) {
        return !text.isEmpty() && Text.isDigit(text.charAt(0)) && text.chars().anyMatch(Text::isAsciiLetter);
    }
}
