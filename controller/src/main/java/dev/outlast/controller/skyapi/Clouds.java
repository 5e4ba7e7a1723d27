package dev.outlast.controller.skyapi;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/// The clouds that the launchers here are published under, as clients spell them.
final class Clouds {
    private static final Map<String, String> SPELLINGS = Map.ofEntries(
            Map.entry("kubernetes", "Kubernetes"),
            Map.entry("ssh", "SSH"),
            Map.entry("slurm", "Slurm"),
            Map.entry("aws", "AWS"),
            Map.entry("gcp", "GCP"),
            Map.entry("azure", "Azure"),
            Map.entry("do", "DO"),
            Map.entry("ibm", "IBM"),
            Map.entry("oci", "OCI"),
            Map.entry("runpod", "RunPod"),
            Map.entry("scp", "SCP"));

    private Clouds() {}

    /// Clients look each name up among the clouds they know; a launcher of ours that is not published as one of those
    /// is not named.
    static List<String> names(Map<String, List<String>> clouds) {
        var names = new TreeSet<String>();
        clouds.values().forEach(published -> published.forEach(name -> names.add(spelled(name))));
        return List.copyOf(names);
    }

    /// By name of a cloud: the launcher that is published as it.
    static Map<String, String> launchers(Map<String, List<String>> clouds) {
        var launchers = new HashMap<String, String>();
        clouds.forEach((launcher, published) -> published.forEach(name -> launchers.put(name, launcher)));
        return launchers;
    }

    static String spelled(String name) {
        var known = SPELLINGS.get(name);
        return known != null ? known : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
