package dev.outlast.core.task;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;

/// The grammar of sizes: a number and an optional unit `kb` to `pb` or `ki` to `pi` in either case, base 1024; a
/// bare
/// number is GB.
final class SizeText {
    private static final BigDecimal STEP = BigDecimal.valueOf(1024);
    /// Steps of 1024 up (or down) from a GB.
    private static final Map<Character, Integer> STEPS = Map.of('k', -2, 'm', -1, 'g', 0, 't', 1, 'p', 2);

    private static final int MAX_DIGITS = 18;

    private SizeText() {}

    /// In GB, exact, zero or more.
    static Reading<BigDecimal> gigabytes(String written) {
        var text = Text.lower(written.strip());
        int split = 0;
        while (split < text.length() && (Text.isDigit(text.charAt(split)) || text.charAt(split) == '.')) {
            split++;
        }
        var unit = text.substring(split);
        return switch (number(text.substring(0, split))) {
            case Reading.Good<BigDecimal>(BigDecimal number) when unit.isEmpty() -> Reading.good(number);
            case Reading.Good<BigDecimal>(BigDecimal number)
            when isUnit(unit) -> Reading.good(scaled(number, STEPS.getOrDefault(unit.charAt(0), 0)));
            case Reading<BigDecimal> _ -> Reading.bad("a size such as 100, 512MB, 200GB or 1TB (a bare number is GB)");
        };
    }

    /// Whole GB, 1 or more: what disks come in.
    static Reading<Integer> wholeGigabytes(String written) {
        if (gigabytes(written) instanceof Reading.Good<BigDecimal>(BigDecimal size)
                && size.signum() > 0
                && size.stripTrailingZeros().scale() <= 0
                && size.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0) {
            return Reading.good(size.intValueExact());
        }
        return Reading.bad("a whole number of GB above 0, such as 256, 200GB or 1TB");
    }

    /// A plain decimal number without sign or exponent.
    static Reading<BigDecimal> number(String text) {
        boolean plain = !text.isEmpty()
                && text.length() <= MAX_DIGITS
                && Text.isDigit(text.charAt(0))
                && Text.isDigit(text.charAt(text.length() - 1))
                && text.indexOf('.') == text.lastIndexOf('.')
                && text.chars().allMatch(c -> c == '.' || Text.isDigit(c));
        return plain ? Reading.good(new BigDecimal(text)) : Reading.bad("a number");
    }

    private static boolean isUnit(String unit) {
        return STEPS.containsKey(unit.charAt(0)) && Set.of("b", "i", "ib").contains(unit.substring(1));
    }

    private static BigDecimal scaled(BigDecimal number, int steps) {
        return steps < 0 ? number.divide(STEP.pow(-steps)) : number.multiply(STEP.pow(steps));
    }
}
