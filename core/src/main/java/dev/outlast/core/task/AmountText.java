package dev.outlast.core.task;

import java.math.BigDecimal;
import java.util.function.Function;

/// The grammar of `cpus` (`8`, `0.5`, `8+`) and `memory` (`32`, `32+`, `32GB`, `32GB+`, `4x`).
final class AmountText {
    private static final BigDecimal MAX = BigDecimal.valueOf(10_000_000);

    private AmountText() {}

    static Reading<Amount> cpus(String written) {
        return amount(written, SizeText::number, "a number or 'number+', above 0, such as 8 or 8+");
    }

    /// In GB. `perCpu` is the wish for CPUs that the form `4x` ("4 GB for each CPU") multiplies.
    static Reading<Amount> memoryGb(String written, Amount perCpu) {
        var text = Text.lower(written.strip());
        return text.endsWith("x")
                ? times(text.substring(0, text.length() - 1), perCpu)
                : amount(text, SizeText::gigabytes, "a size or 'size+', above 0, such as 32, 32+, 32GB or 32GB+");
    }

    private static Reading<Amount> amount(
            String written, Function<String, Reading<BigDecimal>> grammar, String expected) {
        var text = written.strip();
        boolean orMore = text.endsWith("+");
        var number = orMore ? text.substring(0, text.length() - 1) : text;
        if (grammar.apply(number) instanceof Reading.Good<BigDecimal>(BigDecimal value)
                && value.signum() > 0
                && value.compareTo(MAX) <= 0) {
            double amount = value.doubleValue();
            return Reading.good(orMore ? new Amount.AtLeast(amount) : new Amount.Exactly(amount));
        }
        return Reading.bad(expected);
    }

    private static Reading<Amount> times(String factor, Amount cpus) {
        if (!(SizeText.number(factor) instanceof Reading.Good<BigDecimal>(BigDecimal value)) || value.signum() == 0) {
            return Reading.bad("a number above 0 before 'x', such as 4x");
        }
        return switch (cpus) {
            case Amount.Any _ -> Reading.bad("a size: 'x' multiplies 'cpus', which is not given");
            case Amount.Exactly(double n) -> Reading.good(new Amount.AtLeast(n * value.doubleValue()));
            case Amount.AtLeast(double n) -> Reading.good(new Amount.AtLeast(n * value.doubleValue()));
        };
    }
}
