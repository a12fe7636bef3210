// Plays one case: the server's memory, the last answer, and what each verb does with them.
import { isDeepStrictEqual } from 'node:util';
import {
  authenticationOptions,
  isReason,
  registrationOptions,
  verifyAuthentication,
  verifyRegistration,
} from './relying_party.js';
import { tampered } from './tampering.js';

export async function rehearse(table, steps, provider) {
  const rehearsal = new Rehearsal(table, provider);
  for (const [index, { verb, with: step }] of steps.entries()) {
    try {
      await rehearsal[verb](step);
    } catch (error) {
      throw new Error(`step ${index + 1}, ${verb}: ${error.message}`);
    }
  }
  rehearsal.requireJudged();
}

class Rehearsal {
  // What stands for facts that the case cannot know, by the name that it gives them.
  remembered = new Map();
  // What the server keeps: passkeys by the name that the case gives them.
  passkeys = new Map();
  // The last answer, with all that is needed to judge it.
  ceremony = undefined;
  judged = true;

  constructor(table, provider) {
    this.table = table;
    this.provider = provider;
  }

  async create(step) {
    const site = this.named('sites', step.site);
    const user = this.named('users', step.user);
    const excluded = step.exclude.map((name) => this.passkey(name).credential);
    const options = await registrationOptions({ site, user, step, excluded });
    this.ask('create', step, site, options, { user });
  }

  async get(step) {
    const site = this.named('sites', step.site);
    const allowed = step.allow.map((name) => this.passkey(name).credential);
    const options = await authenticationOptions({ site, step, allowed });
    const credentialId = step.credential && this.passkey(step.credential).credential.id;
    this.ask('get', step, site, options, { credentialId });
  }

  async accept({ as, by, shows = {} }) {
    const { verb, user } = this.ceremony;
    const response = this.response();
    const verified = await this.verify(response, {});
    for (const [fact, expected] of Object.entries(shows)) {
      this.compare(fact, verified.shows[fact] ?? null, expected);
    }
    if (verb === 'create') {
      if (!as) throw new Error('an accepted create needs a name, "as"');
      this.passkeys.set(as, { credential: verified.credential, user });
    } else {
      requireEqual('the passkey', verified.name, by);
      this.passkey(by).credential.counter = verified.shows.counter;
    }
  }

  // The library must refuse the answer, changed or held against something else, for the reason
  // given. Nothing is remembered, so the same answer may be accepted afterwards.
  async reject({ because, tamper, ...differences }) {
    const response = tamper ? tampered(this.response(), tamper) : this.response();
    try {
      await this.verify(response, differences);
    } catch (error) {
      if (isReason(because, error)) return;
      throw new Error(`refused, but not because of "${because}": ${error.message}`);
    }
    throw new Error('the relying party accepted it');
  }

  refused({ candidates, ...expected }) {
    const { refusal, response } = this.ceremony;
    this.judged = true;
    if (response) throw new Error('the command answered');
    for (const [fact, value] of Object.entries(expected)) requireEqual(fact, refusal[fact], value);
    if (candidates) {
      const listed = refusal.candidates?.map(({ credential_id: id, user_name, user_display_name }) => {
        return { id, user_name, user_display_name };
      });
      requireEqual('candidates', listed, candidates.map((name) => this.candidate(name)));
    }
  }

  // A value by name, `$value`, is any text where it comes first, another than the others so far, and
  // the same text from then on.
  compare(fact, found, expected) {
    if (typeof expected !== 'string' || !expected.startsWith('$')) return requireEqual(fact, found, expected);
    if (this.remembered.has(expected)) return requireEqual(fact, found, this.remembered.get(expected));
    if (typeof found !== 'string') throw new Error(`${fact} is ${JSON.stringify(found)}, and should be a text`);
    for (const [name, value] of this.remembered) {
      if (value === found) throw new Error(`${fact} is what ${name} is`);
    }
    this.remembered.set(expected, found);
  }

  // An answer that no verb looked at would be a hole in the table.
  requireJudged() {
    if (!this.judged) throw new Error('the last answer was neither accepted, rejected nor refused');
  }

  ask(verb, step, site, options, { user, credentialId }) {
    this.requireJudged();
    const origin = step.origin ?? site.origin;
    const caller = step.caller && this.named('callers', step.caller);
    const answer = this.provider.answer(verb, step, options, { rpId: site.rp_id, origin, caller, credentialId });
    this.ceremony = { verb, step, site, user, challenge: options.challenge, ...answer };
    this.judged = false;
  }

  response() {
    const { response, refusal } = this.ceremony;
    this.judged = true;
    if (!response) throw new Error(`the command refused: ${refusal.code}: ${refusal.message}`);
    return response;
  }

  async verify(response, differences) {
    const { verb, step, site, challenge } = this.ceremony;
    const expected = {
      challenge: differences.challenge === 'another' ? 'YW5vdGhlciBjaGFsbGVuZ2U' : challenge,
      origin: differences.origin ?? site.origin,
      rpId: differences.rp_id ?? site.rp_id,
      userVerification: differences.user_verification ?? step.user_verification,
    };
    if (verb === 'create') return verifyRegistration({ response, expected, step });

    const name = this.nameOf(response);
    const { credential } = this.passkey(name);
    const { publicKey } = differences.public_key_of ? this.passkey(differences.public_key_of).credential : credential;
    const shows = await verifyAuthentication({ response, expected, credential: { ...credential, publicKey } });
    return { name, shows };
  }

  // Finds the account as a server does: by the credential id, and by the user handle that must
  // belong to it.
  nameOf(response) {
    for (const [name, { credential, user }] of this.passkeys) {
      if (credential.id !== response.id) continue;
      requireEqual('the user handle', response.response.userHandle, user.handle);
      return name;
    }
    throw new Error('the server knows no such credential');
  }

  candidate(name) {
    const { credential, user } = this.passkey(name);
    return { id: credential.id, user_name: user.name, user_display_name: user.display_name };
  }

  passkey(name) {
    const passkey = this.passkeys.get(name);
    if (!passkey) throw new Error(`the case has no passkey "${name}"`);
    return passkey;
  }

  named(kind, name) {
    const found = this.table[kind][name];
    if (!found) throw new Error(`the table has no "${name}" among its ${kind}`);
    return found;
  }
}

function requireEqual(what, found, expected) {
  if (!isDeepStrictEqual(found, expected)) {
    throw new Error(`${what} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
  }
}
