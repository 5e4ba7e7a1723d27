package dev.outlast.provider.kubernetes;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/// Kubernetes' quantities, as thousandths in a long: `500m`, `2`, `16Gi`, `1e3`.
final class Amounts {
    private static final Map<String, BigDecimal> UNITS = Map.ofEntries(
            Map.entry("n", new BigDecimal("1e-9")),
            Map.entry("u", new BigDecimal("1e-6")),
            Map.entry("m", new BigDecimal("1e-3")),
            Map.entry("", BigDecimal.ONE),
            Map.entry("k", new BigDecimal("1e3")),
            Map.entry("M", new BigDecimal("1e6")),
            Map.entry("G", new BigDecimal("1e9")),
            Map.entry("T", new BigDecimal("1e12")),
            Map.entry("P", new BigDecimal("1e15")),
            Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
            Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
            Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
            Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
            Map.entry("Pi", BigDecimal.valueOf(1L << 50)));
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE / 4);

    private Amounts() {}

    /// Thousandths, rounded up; 0 for what is no quantity.
    static long milli(String quantity) {
        var text = quantity.strip();
        var end = text.length();
        while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        var unit = UNITS.get(text.substring(end));
        try {
            var number = unit == null
                    ? new BigDecimal(text) // 1e3 ends in a digit, 1E6 too
                    : new BigDecimal(text.substring(0, end)).multiply(unit);
            return number.multiply(THOUSAND)
                    .min(MOST)
                    .setScale(0, RoundingMode.CEILING)
                    .longValue();
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    /// Without a needless fraction: `4`, `0.5`.
    static String text(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
