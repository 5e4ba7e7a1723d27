package dev.outlast.cli.text;

/// Colours, used sparingly: statuses, headings, and nothing else.
public enum Style {
    NONE(""),
    BOLD("1"),
    DIM("2"),
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    BLUE("34"),
    CYAN("36");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    public String paint(String text) {
        return this == NONE ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }

    /// As a status is coloured; other texts are not.
    public static Style ofCell(String cell) {
        return switch (cell) {
            case "PENDING", "STARTING" -> BLUE;
            case "RUNNING", "SUCCEEDED", "OK" -> GREEN;
            case "RECOVERING" -> CYAN;
            case "CANCELLING", "CANCELLED", "NOTE", "PREEMPTED" -> YELLOW;
            case "FAILED", "FAILED_SETUP", "FAILED_PRECHECKS", "FAILED_NO_RESOURCE", "FAILED_CONTROLLER", "BAD" -> RED;
            default -> NONE;
        };
    }
}
