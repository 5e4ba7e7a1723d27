package dev.outlast.provider.kubernetes;

import java.util.ArrayList;
import java.util.List;

/// Asks the API server what we may do there.
record Rights(Api api, String namespace) {
    /// What jobs need in their namespace: resource and verbs.
    static final List<String> NEEDED = List.of(
            "pods create get list watch patch delete",
            "pods/log get",
            "secrets create get update",
            "configmaps create get list patch delete",
            "services create");

    /// What only uploaded files need.
    static final List<String> FOR_FILES = List.of("pods/exec create");

    /// What is needed of the whole cluster.
    static final List<String> OF_CLUSTER = List.of("nodes list watch");

    /// Those that are missing, such as `create secrets in namespace jobs`.
    List<String> missing(List<String> needed) throws ApiFailure {
        var missing = new ArrayList<String>();
        for (var line : needed) {
            var words = line.split(" ", -1);
            for (int i = 1; i < words.length; i++) {
                if (!may(words[i], "", words[0])) {
                    missing.add(words[i] + " " + words[0] + (namespace.isEmpty() ? "" : " in namespace " + namespace));
                }
            }
        }
        return missing;
    }

    boolean may(String verb, String group, String resource) throws ApiFailure {
        var slash = resource.indexOf('/');
        var answer = api.post(
                "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                Trees.map(
                        "apiVersion", "authorization.k8s.io/v1",
                        "kind", "SelfSubjectAccessReview",
                        "spec",
                                Trees.map(
                                        "resourceAttributes",
                                        Trees.map(
                                                "namespace", namespace,
                                                "verb", verb,
                                                "group", group,
                                                "resource", slash < 0 ? resource : resource.substring(0, slash),
                                                "subresource", slash < 0 ? "" : resource.substring(slash + 1)))));
        return answer.at("/status/allowed").asBoolean();
    }
}
