package dev.outlast.core.cluster;

/// A wanted amount: `atLeast` says whether more is welcome. 0 with `atLeast` means "any".
public record Quantity(double amount, boolean atLeast) {
    public static final Quantity ANY = new Quantity(0, true);

    public Quantity {
        if (!(amount >= 0)) {
            throw new IllegalArgumentException("amount must be at least 0: " + amount);
        }
    }

    public boolean isMetBy(double offered) {
        return atLeast ? offered >= amount : Math.abs(offered - amount) < 0.01;
    }
}
