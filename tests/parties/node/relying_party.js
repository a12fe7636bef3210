// The server's side: options and verification as @simplewebauthn/server makes them.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  SettingsService,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { cose, decodeCredentialPublicKey } from '@simplewebauthn/server/helpers';

// What the library says where it refuses, by the table's name for the reason.
const REASONS = {
  attestation: /^not verified$/,
  attestation_root: /could not be chained to any specified trust anchor/,
  challenge: /^Unexpected \w+ response challenge/,
  counter: /^Response counter value \d+ was lower than expected/,
  origin: /^Unexpected \w+ response origin/,
  rp_id: /^Unexpected RP ID hash/,
  signature: /^not verified$/,
  user_verification: /^User verification (was )?required/,
};

// Whether `error` is the library's refusal for this reason.
export function isReason(because, error) {
  const reason = REASONS[because];
  if (!reason) throw new Error(`the table gives an unknown reason "${because}"`);
  return error instanceof Error && reason.test(error.message);
}

export function registrationOptions({ site, user, step, excluded }) {
  return generateRegistrationOptions({
    rpName: site.name,
    rpID: site.rp_id,
    userName: user.name,
    userDisplayName: user.display_name,
    userID: new Uint8Array(Buffer.from(user.handle, 'base64url')),
    challenge: challenge(step),
    attestationType: step.attestation,
    excludeCredentials: excluded.map(descriptor),
    authenticatorSelection: { residentKey: step.resident_key, userVerification: step.user_verification },
    supportedAlgorithmIDs: step.algorithms,
    extensions: step.extensions,
  });
}

export function authenticationOptions({ site, step, allowed }) {
  return generateAuthenticationOptions({
    rpID: site.rp_id,
    challenge: challenge(step),
    allowCredentials: allowed.map(descriptor),
    userVerification: step.user_verification,
    extensions: step.extensions,
  });
}

// Returns the credential to remember and what it shows; throws where the library refuses.
export async function verifyRegistration({ response, expected, step: { algorithms, attested } }) {
  const root = attested && readFileSync(join(process.env.ATTESTATION, 'ours', 'root.pem'), 'utf8');
  SettingsService.setRootCertificates({ identifier: 'packed', certificates: root ? [root] : [] });
  const { verified, registrationInfo: info } = await verifyRegistrationResponse({
    ...expectations(response, expected),
    supportedAlgorithmIDs: algorithms,
  });
  if (!verified) throw new Error('not verified');
  return {
    credential: info.credential,
    shows: {
      ...backup(info),
      ...outputs(response, info),
      verified: info.userVerified,
      counter: info.credential.counter,
      format: info.fmt,
      algorithm: decodeCredentialPublicKey(info.credential.publicKey).get(cose.COSEKEYS.alg),
    },
  };
}

// Returns what the response shows, its counter among it; throws where the library refuses.
export async function verifyAuthentication({ response, expected, credential }) {
  const { verified, authenticationInfo: info } = await verifyAuthenticationResponse({
    ...expectations(response, expected),
    credential,
  });
  if (!verified) throw new Error('not verified');
  return { ...backup(info), ...outputs(response, info), verified: info.userVerified, counter: info.newCounter };
}

function expectations(response, { challenge: expectedChallenge, origin, rpId, userVerification }) {
  return {
    response,
    expectedChallenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: userVerification === 'required',
  };
}

function backup({ credentialDeviceType, credentialBackedUp }) {
  return { backup_eligible: credentialDeviceType === 'multiDevice', backed_up: credentialBackedUp };
}

// What extensions answer: in authenticator data as the library reads them, and to the client, which
// the library hands on as they are.
function outputs({ clientExtensionResults: client }, { authenticatorExtensionResults: data }) {
  return {
    rk: client.credProps?.rk,
    prf_enabled: client.prf?.enabled,
    prf_first: client.prf?.results?.first,
    prf_second: client.prf?.results?.second,
    blob_supported: client.largeBlob?.supported,
    blob_written: client.largeBlob?.written,
    blob: client.largeBlob?.blob,
    cred_protect: data?.credProtect,
    hmac_secret: data?.['hmac-secret'],
  };
}

// The library's own challenge unless the case asks for one of some length.
function challenge({ challenge_bytes: length }) {
  return length ? new Uint8Array(randomBytes(length)) : undefined;
}

function descriptor({ id, transports }) {
  return { id, transports };
}
