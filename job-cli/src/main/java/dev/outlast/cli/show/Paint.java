package dev.outlast.cli.show;

/// Colours, where there is a terminal that wants them.
public record Paint(boolean on) {
    public static final Paint NONE = new Paint(false);

    private static final String RED = "31";
    private static final String GREEN = "32";
    private static final String YELLOW = "33";
    private static final String CYAN = "36";
    private static final String GREY = "90";

    public String heading(String text) {
        return paint("1", text);
    }

    /// By what a status means; other texts stay as they are.
    public String status(String text) {
        return switch (text) {
            case "SUCCEEDED" -> paint(GREEN, text);
            case "RUNNING" -> paint(CYAN, text);
            case "STARTING", "RECOVERING", "CANCELLING" -> paint(YELLOW, text);
            case "PENDING", "CANCELLED" -> paint(GREY, text);
            case "BAD" -> paint(RED, text);
            case "OK" -> paint(GREEN, text);
            case "FAILED", "FAILED_SETUP", "FAILED_PRECHECKS", "FAILED_NO_RESOURCE", "FAILED_CONTROLLER" ->
                paint(RED, text);
            default -> text;
        };
    }

    private String paint(String code, String text) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
