package dev.outlast.core.task;

import java.math.BigDecimal;

/// An estimate of data moved: to or from `url`, in GB. An empty url means none was given.
public record Transfer(String url, BigDecimal gigabytes) {
    public static final Transfer NONE = new Transfer("", BigDecimal.ZERO);
}
