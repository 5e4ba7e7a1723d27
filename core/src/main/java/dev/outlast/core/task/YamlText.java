package dev.outlast.core.task;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/// From text to the nodes of its documents, within bounds that keep a hostile text cheap.
final class YamlText {
    /// Refused unread beyond this: 4 MiB of UTF-16 units. A task file with a long script has a few KiB.
    static final int MAX_LENGTH = 4 << 20;

    static final int MAX_NODES = 50_000;
    static final int MAX_DEPTH = 40;
    private static final int MAX_ALIASES = 1_000;

    private YamlText() {}

    /// The documents, or where and why reading stopped. Empty documents are among them.
    sealed interface Composed {
        record Documents(List<Node> nodes) implements Composed {
            public Documents {
                nodes = List.copyOf(nodes);
            }
        }

        record Broken(int line, int column, String message) implements Composed {}
    }

    static Composed compose(String text) {
        if (text.length() > MAX_LENGTH) {
            return new Composed.Broken(
                    1, 1, "the text has " + text.length() + " characters; at most " + MAX_LENGTH + " are read");
        }
        try {
            return new Composed.Documents(documents(text));
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            int line = mark == null ? 1 : mark.getLine() + 1;
            int column = mark == null ? 1 : mark.getColumn() + 1;
            return new Composed.Broken(line, column, "not readable as YAML: " + message(e));
        } catch (ReaderException e) {
            return unreadable(text, e);
        } catch (TooBig e) {
            return new Composed.Broken(e.line, e.column, "more than " + MAX_NODES + " values in one text");
        } catch (RuntimeException e) {
            // The one boundary to a parser that is not ours and reads text that is not ours: whatever it throws is
            // about the text.
            var message = e.getMessage();
            return new Composed.Broken(1, 1, "not readable as YAML: " + (message == null ? e.toString() : message));
        }
    }

    private static List<Node> documents(String text) {
        var options = new LoaderOptions();
        options.setCodePointLimit(MAX_LENGTH);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        var composer = new CountingComposer(new StreamReader(text), options);
        var nodes = new ArrayList<Node>();
        while (composer.checkNode()) {
            nodes.add(composer.getNode());
        }
        return nodes;
    }

    private static String message(MarkedYAMLException e) {
        var context = e.getContext();
        var problem = e.getProblem();
        return (context == null ? "" : context + ", ") + (problem == null ? "malformed" : problem);
    }

    private static Composed unreadable(String text, ReaderException e) {
        int end = Math.clamp(e.getPosition(), 0, text.length());
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        var character = "character U+%04X".formatted(e.getCodePoint());
        return new Composed.Broken(line, end - lineStart + 1, "not readable as YAML: " + character + " is not allowed");
    }

    /// Counts nodes while they are made, so that 4 MiB of brackets does not become a gigabyte of objects.
    private static final class CountingComposer extends Composer {
        private int count;

        CountingComposer(StreamReader reader, LoaderOptions options) {
            super(new ParserImpl(reader, options), new Resolver(), options);
        }

        @Override
        protected Node composeScalarNode(@Nullable String anchor, @Nullable List<CommentLine> comments) {
            return counted(super.composeScalarNode(anchor, comments));
        }

        @Override
        protected Node composeSequenceNode(@Nullable String anchor) {
            return counted(super.composeSequenceNode(anchor));
        }

        @Override
        protected Node composeMappingNode(@Nullable String anchor) {
            return counted(super.composeMappingNode(anchor));
        }

        private Node counted(Node node) {
            if (++count > MAX_NODES) {
                throw new TooBig(node);
            }
            return node;
        }
    }

    private static final class TooBig extends YAMLException {
        private final int line;
        private final int column;

        TooBig(Node node) {
            super("too big");
            line = node.getStartMark().getLine() + 1;
            column = node.getStartMark().getColumn() + 1;
        }
    }
}
