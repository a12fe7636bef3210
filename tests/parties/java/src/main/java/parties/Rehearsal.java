package parties;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.yubico.webauthn.AssertionRequest;
import com.yubico.webauthn.RegisteredCredential;
import com.yubico.webauthn.data.ByteArray;
import com.yubico.webauthn.data.PublicKeyCredential;
import com.yubico.webauthn.data.PublicKeyCredentialCreationOptions;
import com.yubico.webauthn.exception.AssertionFailedException;
import com.yubico.webauthn.exception.RegistrationFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parties.Passkeys.Passkey;
import parties.Server.Expected;
import parties.Server.Verified;

/** Plays one case: the server's memory, the last answer, and what each verb does with them. */
final class Rehearsal {
    /** The last answer, with all that is needed to judge it. */
    private record Ceremony(Step.Ask step, Table.Site site, Request request, Provider.Answer answer) {}

    /** What the server asked, as the library keeps it until the answer comes. */
    private sealed interface Request {
        record Registration(PublicKeyCredentialCreationOptions options, Table.User user) implements Request {}

        record Authentication(AssertionRequest request) implements Request {}
    }

    private final Table table;
    private final Provider provider;
    private final Map<String, Passkey> passkeys = new LinkedHashMap<>();
    /** What stands for facts that the case cannot know, by the name that it gives them. */
    private final Map<String, String> remembered = new LinkedHashMap<>();

    private Ceremony ceremony;
    private boolean judged = true;

    private Rehearsal(Table table, Provider provider) {
        this.table = table;
        this.provider = provider;
    }

    static void play(Table table, Table.Case played, Provider provider) throws CaseFailed {
        Rehearsal rehearsal = new Rehearsal(table, provider);
        int number = 0;
        for (Step step : played.steps()) {
            number += 1;
            try {
                rehearsal.play(step);
            } catch (Exception failure) {
                String verb = step.getClass().getSimpleName().toLowerCase();
                throw new CaseFailed("step " + number + ", " + verb + ": " + told(failure), failure);
            }
        }
        rehearsal.requireJudged();
    }

    private void play(Step step) throws Exception {
        if (step instanceof Step.Create create) {
            create(create);
        } else if (step instanceof Step.Get get) {
            get(get);
        } else if (step instanceof Step.Accept accept) {
            accept(accept);
        } else if (step instanceof Step.Reject reject) {
            reject(reject);
        } else if (step instanceof Step.Refused refused) {
            refused(refused);
        }
    }

    private void create(Step.Create step) throws Exception {
        Table.Site site = table.site(step.site());
        Table.User user = table.user(step.user());
        var options = server(site, site.origin(), named(step.exclude())).registrationOptions(step, user);
        ask("create", step, site, new Request.Registration(options, user), options.toCredentialsCreateJson(), null);
    }

    private void get(Step.Get step) throws Exception {
        Table.Site site = table.site(step.site());
        List<Passkey> allowed = named(step.allow());
        Optional<Table.User> user = allowed.stream().map(Passkey::user).findFirst();
        AssertionRequest request = server(site, site.origin(), allowed).authenticationOptions(step, user);
        String chosen = step.credential() == null ? null : named(step.credential()).id();
        ask("get", step, site, new Request.Authentication(request), request.toCredentialsGetJson(), chosen);
    }

    private void accept(Step.Accept step) throws Exception {
        ObjectNode response = response();
        Verified verified;
        if (ceremony.request() instanceof Request.Registration registration) {
            verified = verify(response, null);
            if (step.as() == null) {
                throw new CaseFailed("an accepted create needs a name, \"as\"");
            }
            var transports = PublicKeyCredential.parseRegistrationResponseJson(response.toString())
                    .getResponse()
                    .getTransports();
            passkeys.put(step.as(), new Passkey(verified.credential(), transports, registration.user()));
        } else {
            String name = nameOf(response);
            CaseFailed.unlessEqual("the passkey", name, step.by());
            verified = verify(response, null);
            passkeys.put(name, named(name).with(verified.credential()));
        }
        if (step.shows() != null) {
            for (Map.Entry<String, Object> fact : step.shows().entrySet()) {
                compare(fact.getKey(), verified.shows().get(fact.getKey()), fact.getValue());
            }
        }
    }

    /**
     * The library must refuse the answer, changed or held against something else, for the reason
     * given. Nothing is remembered, so the same answer may be accepted afterwards.
     */
    private void reject(Step.Reject step) throws Exception {
        ObjectNode response = step.tamper() == null ? response() : Tampering.tampered(response(), step.tamper());
        try {
            verify(response, step);
        } catch (RegistrationFailedException | AssertionFailedException refusal) {
            if (Reason.is(step.because(), refusal)) {
                return;
            }
            throw new CaseFailed("refused, but not because of \"" + step.because() + "\": " + told(refusal), refusal);
        }
        throw new CaseFailed("the relying party accepted it");
    }

    private void refused(Step.Refused step) throws CaseFailed {
        judged = true;
        JsonNode refusal = ceremony.answer().refusal();
        if (refusal == null) {
            throw new CaseFailed("the command answered");
        }
        CaseFailed.unlessEqual("code", refusal.path("code").asText(), step.code());
        CaseFailed.unlessEqual("dom_exception", refusal.path("dom_exception").asText(), step.domException());
        CaseFailed.unlessEqual("exit", ceremony.answer().exit(), step.exit());
        if (step.reason() != null) {
            CaseFailed.unlessEqual("reason", refusal.path("reason").asText(), step.reason());
        }
        if (step.candidates() != null) {
            List<List<String>> listed = new ArrayList<>();
            for (JsonNode candidate : refusal.path("candidates")) {
                listed.add(List.of(
                        candidate.path("credential_id").asText(),
                        candidate.path("user_name").asText(),
                        candidate.path("user_display_name").asText()));
            }
            List<List<String>> expected = named(step.candidates()).stream()
                    .map(passkey -> List.of(
                            passkey.id(), passkey.user().name(), passkey.user().displayName()))
                    .toList();
            CaseFailed.unlessEqual("candidates", listed, expected);
        }
    }

    /**
     * A value by name, {@code $value}, is any text where it comes first, another than the others so far, and the same
     * text from then on.
     */
    private void compare(String fact, Object found, Object expected) throws CaseFailed {
        if (!(expected instanceof String name) || !name.startsWith("$")) {
            CaseFailed.unlessEqual(fact, found, expected);
        } else if (remembered.containsKey(name)) {
            CaseFailed.unlessEqual(fact, found, remembered.get(name));
        } else if (found instanceof String text && !remembered.containsValue(text)) {
            remembered.put(name, text);
        } else {
            throw new CaseFailed(fact + " is " + found + ", and should be another text");
        }
    }

    /** An answer that no verb looked at would be a hole in the table. */
    private void requireJudged() throws CaseFailed {
        if (!judged) {
            throw new CaseFailed("the last answer was neither accepted, rejected nor refused");
        }
    }

    private void ask(String verb, Step.Ask step, Table.Site site, Request request, String json, String credentialId)
            throws CaseFailed, IOException, InterruptedException {
        requireJudged();
        String origin = step.origin() == null ? site.origin() : step.origin();
        JsonNode options = Table.JSON.readTree(json);
        if (step.extensions() != null && step.extensions().isObject()) {
            ((ObjectNode) options.required("publicKey")).set("extensions", step.extensions());
        }
        // The library wraps the options for navigator.credentials; the parser of a browser, which
        // the strict one follows, is given what is inside.
        JsonNode given = step.strict() ? options.required("publicKey") : options;
        List<String> caller = step.caller() == null ? null : table.caller(step.caller());
        Provider.Answer answer = provider.answer(verb, step, given, site.rpId(), origin, caller, credentialId);
        ceremony = new Ceremony(step, site, request, answer);
        judged = false;
    }

    private ObjectNode response() throws CaseFailed {
        judged = true;
        Provider.Answer answer = ceremony.answer();
        if (answer.response() == null) {
            throw new CaseFailed("the command refused: " + answer.refusal());
        }
        return answer.response();
    }

    /** With the differences of a step that expects a refusal, or with none. */
    private Verified verify(ObjectNode response, Step.Reject differences)
            throws CaseFailed, IOException, RegistrationFailedException, AssertionFailedException {
        Table.Site site = ceremony.site();
        Step.Reject with = differences == null ? new Step.Reject(null, null, null, null, null, null, null) : differences;
        Map<String, Passkey> known = new LinkedHashMap<>(passkeys);
        if (with.publicKeyOf() != null) {
            String name = nameOf(response);
            ByteArray publicKey = named(with.publicKeyOf()).credential().getPublicKeyCose();
            RegisteredCredential mixed =
                    named(name).credential().toBuilder().publicKeyCose(publicKey).build();
            known.put(name, named(name).with(mixed));
        }
        String rpId = or(with.rpId(), site.rpId());
        String origin = or(with.origin(), site.origin());
        String verification = or(with.userVerification(), ceremony.step().userVerification());
        Server server = new Server(rpId, site.name(), origin, new Passkeys(known.values(), List.of()));
        if (ceremony.step() instanceof Step.Create create && create.attested() != null) {
            server.trustOurs();
        }
        if (ceremony.request() instanceof Request.Registration registration) {
            ByteArray challenge = challenge(with, registration.options().getChallenge());
            return server.verifyRegistration(registration.options(), new Expected(challenge, verification), response);
        }
        AssertionRequest request = ((Request.Authentication) ceremony.request()).request();
        ByteArray challenge = challenge(with, request.getPublicKeyCredentialRequestOptions().getChallenge());
        return server.verifyAuthentication(request, new Expected(challenge, verification), response);
    }

    /**
     * Finds the account as a server does: by the credential id, and by the user handle that must
     * belong to it.
     */
    private String nameOf(ObjectNode response) throws CaseFailed {
        for (Map.Entry<String, Passkey> entry : passkeys.entrySet()) {
            if (entry.getValue().id().equals(response.path("id").asText())) {
                String handle = response.at("/response/userHandle").asText();
                CaseFailed.unlessEqual("the user handle", handle, entry.getValue().user().handle());
                return entry.getKey();
            }
        }
        throw new CaseFailed("the server knows no such credential");
    }

    private Server server(Table.Site site, String origin, List<Passkey> listed) {
        return new Server(site.rpId(), site.name(), origin, new Passkeys(passkeys.values(), listed));
    }

    private List<Passkey> named(List<String> names) throws CaseFailed {
        List<Passkey> named = new ArrayList<>();
        for (String name : names) {
            named.add(named(name));
        }
        return named;
    }

    private Passkey named(String name) throws CaseFailed {
        Passkey passkey = passkeys.get(name);
        if (passkey == null) {
            throw new CaseFailed("the case has no passkey \"" + name + "\"");
        }
        return passkey;
    }

    private static ByteArray challenge(Step.Reject with, ByteArray asked) {
        return "another".equals(with.challenge()) ? new ByteArray("another challenge".getBytes()) : asked;
    }

    private static String or(String given, String otherwise) {
        return given == null ? otherwise : given;
    }

    private static String told(Exception failure) {
        return failure instanceof CaseFailed ? failure.getMessage() : failure.toString();
    }
}
