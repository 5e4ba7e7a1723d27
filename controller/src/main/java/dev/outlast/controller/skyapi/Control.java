package dev.outlast.controller.skyapi;

/// Lines within a stream that a client obeys and does not print.
final class Control {
    static final String HEARTBEAT = line("heartbeat", "");
    static final String SPINNER_EXIT = line("rich_exit", "");

    private Control() {}

    /// Shows a spinner with this text, in Rich's markup.
    static String spinner(String text) {
        return line("rich_init", text) + line("rich_start", text);
    }

    static String spinnerUpdate(String text) {
        return line("rich_update", text);
    }

    private static String line(String control, String text) {
        var message = "<" + control + ">" + text + "</" + control + ">";
        return "<sky-payload>" + Json.text(json -> json.writeString(message)) + "</sky-payload>\n";
    }

    /// Whether a line is one.
    static boolean is(String line) {
        return line.startsWith("<sky-payload>");
    }
}
