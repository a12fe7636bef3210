// The person's side: the command, with a fresh store for each device of the case. It runs where the
// files are that a case names.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class Provider {
  constructor(command, files) {
    this.command = command;
    this.files = files;
    this.folder = mkdtempSync(join(tmpdir(), 'relying-party-'));
  }

  close() {
    rmSync(this.folder, { recursive: true, force: true });
  }

  // Runs `create` or `get` on the options. Returns { response } or { refusal }.
  answer(verb, step, options, { rpId, origin, caller, credentialId }) {
    const args = ['--store', join(this.folder, step.device), '--keys', 'file'];
    if (step.platform) args.push('--platform', step.platform);
    args.push(verb);
    const clientData = step.client_data_by === 'platform' ? platformClientData(verb, options, origin) : undefined;
    if (caller) {
      args.push(...caller);
    } else if (clientData) {
      args.push('--rp-id', rpId);
    } else {
      args.push('--origin', origin);
    }
    if (clientData) args.push('--client-data-hash', createHash('sha256').update(clientData).digest('hex'));
    args.push(...consentArgs(step.consent));
    if (step.strict) args.push('--strict');
    if (step.attested) args.push(...attestationArgs(step.attested));
    // An id may begin with a dash.
    if (credentialId) args.push(`--credential=${credentialId}`);

    const run = spawnSync(this.command, args, {
      cwd: this.files,
      input: JSON.stringify(options),
      encoding: 'utf8',
      timeout: 60_000,
    });
    if (run.error) throw run.error;
    if (run.status !== 0) return { refusal: readRefusal(run) };
    const response = JSON.parse(run.stdout);
    // The page gets the platform's client data: of a hash, the command can answer a placeholder only.
    if (clientData) response.response.clientDataJSON = clientData.toString('base64url');
    return { response };
  }
}

// Chain and key of an attestation service: `ours`, whose root the relying party trusts, or `another`.
function attestationArgs(service) {
  const file = (name) => join(process.env.ATTESTATION, service, name);
  return ['--attestation-chain', file('chain.pem'), '--attestation-key', file('key.pem')];
}

function consentArgs(consent) {
  return ['approve', 'decline'].includes(consent) ? [`--${consent}`] : ['--verified', consent];
}

// What a browser or the operating system makes where it does not leave the client data to us.
function platformClientData(verb, options, origin) {
  const { challenge } = options;
  return Buffer.from(JSON.stringify({ type: `webauthn.${verb}`, challenge, origin, crossOrigin: false }));
}

// The error is the last line; warnings may come before it.
function readRefusal({ status, signal, stderr }) {
  const line = stderr.trimEnd().split('\n').at(-1);
  try {
    return { exit: status, ...JSON.parse(line).error };
  } catch {
    throw new Error(`the command ended with ${status ?? signal} and no error in JSON: ${stderr}`);
  }
}
