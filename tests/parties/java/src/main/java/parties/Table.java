package parties;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of cases. One that this driver would not play in full is refused. */
record Table(Map<String, User> users, Map<String, Site> sites, Map<String, String[]> callers, List<Case> cases) {
    record User(String handle, String name, String displayName) {}

    record Site(String rpId, String name, String origin) {}

    record Case(String name, List<Step> steps) {}

    static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final Map<String, Class<? extends Step>> VERBS = Map.of(
            "create", Step.Create.class,
            "get", Step.Get.class,
            "accept", Step.Accept.class,
            "reject", Step.Reject.class,
            "refused", Step.Refused.class);

    static Table read(Path file) throws IOException {
        JsonNode read = JSON.readTree(file.toFile());
        List<Case> cases = new ArrayList<>();
        for (JsonNode played : read.path("cases")) {
            String name = played.required("name").asText();
            List<Step> steps = new ArrayList<>();
            for (JsonNode step : played.required("steps")) {
                steps.add(step(name, step, read.path("defaults")));
            }
            require(!steps.isEmpty(), name + ": no steps");
            cases.add(new Case(name, steps));
        }
        require(!cases.isEmpty(), file + ": no cases");
        return new Table(
                named(read, "users", User.class),
                named(read, "sites", Site.class),
                named(read, "callers", String[].class),
                cases);
    }

    User user(String name) throws CaseFailed {
        return found(users, name);
    }

    Site site(String name) throws CaseFailed {
        return found(sites, name);
    }

    /** Arguments of the command that say who asks. */
    List<String> caller(String name) throws CaseFailed {
        return List.of(found(callers, name));
    }

    private static Step step(String name, JsonNode step, JsonNode defaults) throws JsonProcessingException {
        require(step.size() == 1, name + ": a step has one verb, not " + step);
        String verb = step.fieldNames().next();
        require(VERBS.containsKey(verb), name + ": unknown verb \"" + verb + "\"");
        ObjectNode members = JSON.createObjectNode();
        if (defaults.path(verb) instanceof ObjectNode given) {
            members.setAll(given);
        }
        members.setAll((ObjectNode) step.get(verb));
        return JSON.treeToValue(members, VERBS.get(verb));
    }

    private static <T> Map<String, T> named(JsonNode read, String kind, Class<T> type) throws JsonProcessingException {
        Map<String, T> named = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : read.path(kind).properties()) {
            named.put(entry.getKey(), JSON.treeToValue(entry.getValue(), type));
        }
        return named;
    }

    private static <T> T found(Map<String, T> among, String name) throws CaseFailed {
        T found = among.get(name);
        if (found == null) {
            throw new CaseFailed("the table has no \"" + name + "\"");
        }
        return found;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
