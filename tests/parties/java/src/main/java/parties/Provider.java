package parties;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The person's side: the command, with a fresh store for each device of the case. It runs where the
 * files are that a case names.
 */
final class Provider implements AutoCloseable {
    /** A response, or why there is none: one of the two is null. */
    record Answer(ObjectNode response, JsonNode refusal, int exit) {}

    private final String command;
    private final Path files;
    private final Path folder;

    Provider(String command, Path files) throws IOException {
        this.command = command;
        this.files = files;
        this.folder = Files.createTempDirectory("relying-party-");
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Runs {@code create} or {@code get} on the options. */
    Answer answer(
            String verb,
            Step.Ask step,
            JsonNode options,
            String rpId,
            String origin,
            List<String> caller,
            String credentialId)
            throws CaseFailed, IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of("--store", folder.resolve(step.device()).toString(), "--keys", "file"));
        if (step.platform() != null) {
            line.addAll(List.of("--platform", step.platform()));
        }
        line.add(verb);
        byte[] clientData = null;
        if ("platform".equals(step.clientDataBy())) {
            clientData = platformClientData(verb, options, origin);
        }
        if (caller != null) {
            line.addAll(caller);
        } else if (clientData != null) {
            line.addAll(List.of("--rp-id", rpId));
        } else {
            line.addAll(List.of("--origin", origin));
        }
        if (clientData != null) {
            line.addAll(List.of("--client-data-hash", sha256(clientData)));
        }
        line.addAll(consent(step.consent()));
        if (step.strict()) {
            line.add("--strict");
        }
        if (step instanceof Step.Create create && create.attested() != null) {
            // Chain and key of an attestation service: `ours`, whose root the relying party trusts, or `another`.
            Path folder = Path.of(System.getenv("ATTESTATION"), create.attested());
            line.addAll(List.of("--attestation-chain", folder.resolve("chain.pem").toString()));
            line.addAll(List.of("--attestation-key", folder.resolve("key.pem").toString()));
        }
        if (credentialId != null) {
            // An id may begin with a dash.
            line.add("--credential=" + credentialId);
        }
        Answer answer = run(line, options);
        if (answer.response() != null && clientData != null) {
            // The page gets the platform's client data: of a hash, the command can answer a placeholder only.
            ((ObjectNode) answer.response().get("response"))
                    .put("clientDataJSON", Base64.getUrlEncoder().withoutPadding().encodeToString(clientData));
        }
        return answer;
    }

    private Answer run(List<String> line, JsonNode options) throws CaseFailed, IOException, InterruptedException {
        // To files, so that no pipe has to be emptied while another is filled.
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(line)
                .directory(files.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(Table.JSON.writeValueAsBytes(options));
        } catch (IOException brokenPipe) {
            // A command that refuses its arguments does not read the options; it says why below.
        }
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new CaseFailed("the command did not end within a minute");
        }
        int exit = process.exitValue();
        if (exit != 0) {
            return new Answer(null, refusal(Files.readString(err), exit), exit);
        }
        return new Answer((ObjectNode) Table.JSON.readTree(out.toFile()), null, exit);
    }

    /** The error is the last line; warnings may come before it. */
    private static JsonNode refusal(String stderr, int exit) throws CaseFailed {
        String[] lines = stderr.strip().split("\n");
        try {
            return Table.JSON.readTree(lines[lines.length - 1]).required("error");
        } catch (JsonProcessingException | IllegalArgumentException notJson) {
            throw new CaseFailed("the command ended with " + exit + " and no error in JSON: " + stderr, notJson);
        }
    }

    private static List<String> consent(String consent) {
        return switch (consent) {
            case "approve", "decline" -> List.of("--" + consent);
            default -> List.of("--verified", consent);
        };
    }

    /** What a browser or the operating system makes where it does not leave the client data to us. */
    private static byte[] platformClientData(String verb, JsonNode options, String origin) {
        return Table.JSON.createObjectNode()
                .put("type", "webauthn." + verb)
                .put("challenge", options.at("/publicKey/challenge").asText())
                .put("origin", origin)
                .put("crossOrigin", false)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
