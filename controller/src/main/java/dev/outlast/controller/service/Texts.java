package dev.outlast.controller.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// JSON texts of our own making.
final class Texts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Texts() {}

    static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("not the JSON that was written: " + broken.getOriginalMessage(), broken);
        }
    }
}
