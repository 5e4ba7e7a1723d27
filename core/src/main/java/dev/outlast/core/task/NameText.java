package dev.outlast.core.task;

/// The grammars of names, ASCII only.
final class NameText {
    static final int MAX_LENGTH = 253;
    static final String TASK_NAME =
            "letters and digits, in parts joined by one or two of '.', '_' and '-', at most " + MAX_LENGTH;
    static final String GROUP_NAME = "letters, digits, '-' and '_', at most " + MAX_LENGTH;
    static final String VARIABLE = "a letter or '_' and then letters, digits and '_'";

    private NameText() {}

    static boolean isTaskName(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            return false;
        }
        int joiners = 1;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Text.isAsciiLetter(c) || Text.isDigit(c)) {
                joiners = 0;
            } else if ((c != '.' && c != '_' && c != '-') || i == 0 || ++joiners > 2) {
                return false;
            }
        }
        return joiners == 0;
    }

    static boolean isGroupName(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_LENGTH
                && name.chars().allMatch(c -> Text.isAsciiLetter(c) || Text.isDigit(c) || c == '-' || c == '_');
    }

    static boolean isVariable(String name) {
        return !name.isEmpty()
                && !Text.isDigit(name.charAt(0))
                && name.chars().allMatch(c -> Text.isAsciiLetter(c) || Text.isDigit(c) || c == '_');
    }
}
