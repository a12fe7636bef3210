// Built from documentation, not from a server: Microsoft Graph's fido2Methods, as far as these pages tell of it:
// learn.microsoft.com/graph/api: fido2authenticationmethod-creationoptions, authentication-post-fido2methods,
// authentication-list-fido2methods, fido2authenticationmethod-delete, resources/fido2authenticationmethod and
// resources/fido2authenticationmethodconfiguration, and learn.microsoft.com/graph: paging, throttling, errors.
// The codes of refusals by policy are on none of them and are made up; their shape is Graph's.
//
//   node stand_in.mjs PORT PORT_ELSEWHERE
//
// Besides Graph it has /judge, for the test alone, and a second port where nothing is served: both log what
// Authorization they were sent.
import { randomBytes, randomUUID } from 'node:crypto';
import http from 'node:http';
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { decodeAttestationObject } from '@simplewebauthn/server/helpers';

const RP_ID = 'login.microsoft.com';
const ORIGIN = `https://${RP_ID}`;
const FRESH = 5 * 60 * 1000;
const COLLECTION = /^\/(v1\.0|beta)\/(me|users\/([^/]+))\/authentication\/fido2Methods(?:\/([^/?]+))?$/;

const accounts = new Map();
const log = [];
// What the administrator has set; null is no list.
const POLICY = { on: true, selfService: true, attestation: false, allowed: null, blocked: null, most: 20 };
// How ids are written, how long a page of the list is, and where its link leads.
const MANNERS = { ids: 'base64url', page: 100, next: null };
let policy = { ...POLICY };
let manners = { ...MANNERS };
// What goes wrong with the next request that fits: { on: 'options'|'post'|'list'|'delete', how, seconds }.
let order = null;

class Refusal extends Error {
  constructor(status, code, message, headers = {}) {
    super(message);
    Object.assign(this, { status, code, headers });
  }
}

// The id of a credential in one of the ways in which Graph was seen to write it.
const WRITTEN = {
  base64url: ({ raw }) => raw.toString('base64url'),
  base64: ({ raw }) => raw.toString('base64'),
  // Base64url, and a digit for the padding that was left out.
  urltoken: ({ raw }) => `${raw.toString('base64url')}${(3 - (raw.length % 3)) % 3}`,
  guid: ({ guid }) => guid,
};

function written(method) {
  return WRITTEN[manners.ids](method);
}

function shown(method) {
  const { displayName, createdDateTime, aaGuid, attestationLevel } = method;
  const passkeyType = method.backedUp ? 'synced' : 'deviceBound';
  return { id: written(method), displayName, createdDateTime, aaGuid, model: null, attestationCertificates: [],
    attestationLevel, passkeyType };
}

// Whose token it is, and whether the person signed in with two factors within five minutes.
function authorized(request, user) {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  const account = [...accounts.values()].find((one) => one.tokens.has(token));
  if (scheme !== 'Bearer' || !account) {
    throw new Refusal(401, 'InvalidAuthenticationToken', 'Access token has expired or is not yet valid.');
  }
  if (user && user !== account.id && user !== account.upn) {
    throw new Refusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  }
  return { account, fresh: Date.now() - account.tokens.get(token) < FRESH };
}

function mustBeFresh(fresh) {
  if (!fresh) throw new Refusal(403, 'accessDenied', 'Multifactor authentication is needed within the last 5 minutes.');
}

function mustBeAllowed() {
  if (!policy.on) throw new Refusal(403, 'accessDenied', 'Passkeys are not enabled for this user.');
  if (!policy.selfService) throw new Refusal(403, 'accessDenied', 'Self-service registration is not allowed.');
}

function creationOptions({ account, fresh }) {
  mustBeFresh(fresh);
  mustBeAllowed();
  // In the place of a JWE of Entra's: a text of that length, whose bytes are the challenge.
  const parts = [340, 16, 3400, 16, 1].map((size) => randomBytes(size).toString('base64url'));
  const challenge = Buffer.from(parts.join('.'));
  const until = Date.now() + FRESH;
  account.challenges.set(challenge.toString('base64url'), until);
  const excluded = account.methods.map((method) => ({
    type: 'public-key',
    id: manners.ids === 'guid' ? method.raw.toString('base64url') : written(method),
    transports: [],
  }));
  return {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.webauthnCredentialCreationOptions',
    challengeTimeoutDateTime: new Date(until).toISOString(),
    publicKey: {
      rp: { id: RP_ID, name: 'Microsoft' },
      user: { id: account.handle.toString('base64url'), name: account.upn, displayName: account.name },
      challenge: challenge.toString('base64url'),
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }, { type: 'public-key', alg: -257 }],
      timeout: 60000,
      excludeCredentials: excluded,
      authenticatorSelection: {
        authenticatorAttachment: 'cross-platform', requireResidentKey: true, userVerification: 'required',
      },
      attestation: 'direct',
      extensions: {
        hmacCreateSecret: true, enforceCredentialProtectionPolicy: true,
        credentialProtectionPolicy: 'userVerificationOptional',
      },
    },
  };
}

async function register({ account, fresh }, body) {
  mustBeFresh(fresh);
  const { displayName = 'Passkey', publicKeyCredential: sent } = body;
  if (displayName.length > 30) throw new Refusal(400, 'badRequest', 'displayName has more than 30 characters.');
  if (!sent?.id || !sent.response) throw new Refusal(400, 'badRequest', 'publicKeyCredential is missing.');
  const { registrationInfo: info } = await verified(() =>
    verifyRegistrationResponse({
      response: { clientExtensionResults: {}, ...sent, rawId: sent.id, type: 'public-key' },
      expectedChallenge: (challenge) => {
        const until = account.challenges.get(challenge);
        account.challenges.delete(challenge);
        return until !== undefined && Date.now() < until;
      },
      expectedOrigin: ORIGIN,
      expectedRPID: RP_ID,
      requireUserVerification: true,
      supportedAlgorithmIDs: [-7, -257],
    }));
  const attested = isAttested(info);
  obeyPolicy(account, info.aaguid, attested);
  const method = {
    raw: Buffer.from(info.credential.id, 'base64url'),
    guid: randomUUID(),
    credential: info.credential,
    displayName,
    createdDateTime: new Date().toISOString(),
    aaGuid: info.aaguid,
    backedUp: info.credentialBackedUp,
    attestationLevel: attested ? 'attested' : 'notAttested',
  };
  account.methods.push(method);
  return method;
}

async function verified(verify) {
  let outcome;
  try {
    outcome = await verify();
  } catch (error) {
    throw new Refusal(400, 'badRequest', error.message);
  }
  if (!outcome.verified) throw new Refusal(400, 'badRequest', 'The attestation is not valid.');
  return outcome;
}

// Whether anybody but the authenticator vouches for it. Whose roots these are is not asked here.
function isAttested({ fmt, attestationObject }) {
  return fmt === 'packed' && decodeAttestationObject(attestationObject).get('attStmt').get('x5c') !== undefined;
}

// The policy sees the passkey only when the authenticator has made it.
function obeyPolicy(account, aaguid, attested) {
  mustBeAllowed();
  if (policy.attestation && !attested) {
    throw new Refusal(400, 'badRequest', 'Attestation is required by the policy.');
  }
  if (policy.allowed && !policy.allowed.includes(aaguid)) {
    throw new Refusal(400, 'badRequest', `The AAGUID ${aaguid} is not allowed by the key restrictions.`);
  }
  if (policy.blocked?.includes(aaguid)) {
    throw new Refusal(400, 'badRequest', `The AAGUID ${aaguid} is blocked by the key restrictions.`);
  }
  if (account.methods.length >= policy.most) {
    throw new Refusal(400, 'badRequest', 'The user has the maximum number of passkeys.');
  }
}

function list({ account }, url) {
  const from = Number(url.searchParams.get('$skiptoken') ?? 0);
  const value = account.methods.slice(from, from + manners.page).map(shown);
  const answer = { '@odata.context': `${url.origin}/v1.0/$metadata#users('me')/authentication/fido2Methods`, value };
  if (from + manners.page < account.methods.length) {
    answer['@odata.nextLink'] = `${manners.next ?? url.origin}${url.pathname}?$skiptoken=${from + manners.page}`;
  }
  return answer;
}

function remove({ account, fresh }, id) {
  mustBeFresh(fresh);
  const found = account.methods.findIndex((method) => written(method) === id);
  if (found < 0) throw new Refusal(404, 'resourceNotFound', 'The method does not exist.');
  account.methods.splice(found, 1);
}

// What one request of Graph's comes to: how it is called in an order, and what answers it.
function route(request, url, body) {
  const match = COLLECTION.exec(url.pathname);
  if (!match) throw new Refusal(404, 'notFound', 'Resource not found.');
  const [, version, , user, last] = match;
  const who = () => authorized(request, user && decodeURIComponent(user));
  const isOptions = /^creationOptions(\(.*\))?$/.test(decodeURIComponent(last ?? ''));
  if (request.method === 'GET' && isOptions) {
    // Of beta alone, and for administrators.
    if (last !== 'creationOptions' && (version !== 'beta' || !user)) throw new Refusal(405, 'methodNotAllowed', 'No.');
    return ['options', async () => [200, creationOptions(who())]];
  }
  if (request.method === 'GET' && !last) return ['list', async () => [200, list(who(), url)]];
  if (request.method === 'POST' && !last) {
    return ['post', async () => [201, shown(await register(who(), JSON.parse(body)))]];
  }
  if (request.method === 'DELETE' && last) {
    return ['delete', async () => [204, remove(who(), decodeURIComponent(last))]];
  }
  throw new Refusal(405, 'methodNotAllowed', 'The method is not allowed here.');
}

const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

// Answers, or fails on order: before anything was done, or after.
async function graph(request, response, url, body) {
  const [name, work] = route(request, url, body);
  const fault = order?.on === name ? order : { how: 'none' };
  if (fault !== order) return send(response, ...(await work()));
  order = null;
  switch (fault.how) {
    case 'refuse': throw new Refusal(400, 'badRequest', 'Refused on order.');
    case '429': throw new Refusal(429, 'TooManyRequests', 'Too many requests.', { 'Retry-After': '1' });
    case '500': throw new Refusal(500, 'generalException', 'Failed on order.');
    case 'cut_before': return response.destroy();
    case 'timeout_before': return pause(fault.seconds).then(() => response.destroy());
  }
  const answer = await work();
  if (fault.how === 'cut_after') return response.destroy();
  await pause(fault.seconds);
  if (fault.how === 'timeout_after') return response.destroy();
  send(response, ...answer);
}

// The person at the sign-in page, with a passkey and no name: no part of Graph.
async function signIn(answer) {
  const all = [...accounts.values()].flatMap((account) => account.methods.map((method) => ({ account, method })));
  const found = all.find(({ method }) => method.credential.id === answer.id);
  if (!found) return null;
  await verified(() =>
    verifyAuthenticationResponse({
      response: answer,
      expectedChallenge: (challenge) => challenges.delete(challenge),
      expectedOrigin: ORIGIN,
      expectedRPID: RP_ID,
      credential: found.method.credential,
      requireUserVerification: true,
    }));
  return found.account.id;
}

const challenges = new Set();

function token(account) {
  const text = randomBytes(24).toString('base64url');
  account.tokens.set(text, Date.now());
  return text;
}

const JUDGE = {
  account: ({ name }) => {
    // A handle of 51 bytes that begins with "OF:".
    const handle = Buffer.concat([Buffer.from('OF:'), randomBytes(48)]);
    const account = { id: randomUUID(), upn: `${name}@contoso.example`, name, handle, methods: [],
      challenges: new Map(), tokens: new Map() };
    accounts.set(account.id, account);
    return { id: account.id, token: token(account) };
  },
  token: ({ id }) => token(accounts.get(id)),
  'make-old': ({ id }) => {
    const { tokens } = accounts.get(id);
    for (const one of tokens.keys()) tokens.set(one, Date.now() - 2 * FRESH);
    return tokens.size;
  },
  passkeys: ({ id }) => accounts.get(id).methods.map((method) => method.raw.toString('base64url')),
  policy: (changed) => (policy = { ...POLICY, ...changed }),
  manners: (changed) => (manners = { ...MANNERS, ...changed }),
  order: (placed) => (order = placed),
  ordered: () => order,
  log: () => log,
  challenge: () => {
    const challenge = randomBytes(32).toString('base64url');
    challenges.add(challenge);
    return { challenge, rpId: RP_ID, userVerification: 'required', allowCredentials: [] };
  },
  'sign-in': signIn,
};

function send(response, status, body, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

async function read(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function answer(request, response) {
  const url = new URL(request.url, `http://${request.headers.host}`);
  const body = await read(request);
  const [, first, question] = url.pathname.split('/');
  try {
    if (first === 'judge') return send(response, 200, (await JUDGE[question](JSON.parse(body || '{}'))) ?? null);
    noted('graph', request);
    await graph(request, response, url, body);
  } catch (error) {
    const refusal = error instanceof Refusal ? error : new Refusal(500, 'generalException', String(error));
    const innerError = { date: new Date().toISOString(), 'request-id': randomUUID() };
    send(response, refusal.status, { error: { code: refusal.code, message: refusal.message, innerError } },
      refusal.headers);
  }
}

function noted(host, { method, url, headers }) {
  log.push({ host, method, url, authorization: headers.authorization ?? null });
}

const [port, elsewhere] = process.argv.slice(2).map(Number);
http.createServer(answer).listen(port, '127.0.0.1');
http
  .createServer((request, response) => {
    noted('elsewhere', request);
    send(response, 200, { value: [] });
  })
  .listen(elsewhere, '127.0.0.1');
