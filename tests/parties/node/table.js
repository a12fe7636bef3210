// Reads the table of cases and refuses one that this driver would not play in full.
import { readFileSync } from 'node:fs';

// Every verb and the members that it may have. A verb or member that is not here is an error: a
// misspelt expectation would otherwise hold for ever.
const MEMBERS = {
  create: [
    'site', 'user', 'device', 'platform', 'origin', 'caller', 'client_data_by', 'consent', 'strict',
    'user_verification', 'resident_key', 'attestation', 'algorithms', 'exclude', 'challenge_bytes', 'extensions',
    'attested',
  ],
  get: [
    'site', 'device', 'platform', 'origin', 'caller', 'client_data_by', 'consent', 'strict',
    'user_verification', 'allow', 'credential', 'challenge_bytes', 'extensions',
  ],
  accept: ['as', 'by', 'shows'],
  reject: ['because', 'tamper', 'origin', 'rp_id', 'user_verification', 'challenge', 'public_key_of'],
  refused: ['code', 'reason', 'dom_exception', 'exit', 'candidates'],
};

export function readTable(file) {
  const { users, sites, callers, defaults, cases } = JSON.parse(readFileSync(file, 'utf8'));
  if (!cases?.length) throw new Error(`${file}: no cases`);
  return {
    users,
    sites,
    callers: callers ?? {},
    cases: cases.map(({ name, steps }) => {
      if (!steps?.length) throw new Error(`${file}: ${name}: no steps`);
      return { name, steps: steps.map((step) => readStep(step, defaults, `${file}: ${name}`)) };
    }),
  };
}

// { "get": {..} } becomes { verb: 'get', with: {..} }, the defaults filled in.
function readStep(step, defaults, where) {
  const verbs = Object.keys(step);
  if (verbs.length !== 1) throw new Error(`${where}: a step has one verb, not "${verbs}"`);
  const [verb] = verbs;
  const members = MEMBERS[verb];
  if (!members) throw new Error(`${where}: unknown verb "${verb}"`);
  const filled = { ...defaults?.[verb], ...step[verb] };
  for (const member of Object.keys(filled)) {
    if (!members.includes(member)) throw new Error(`${where}: unknown member "${member}" of "${verb}"`);
  }
  return { verb, with: filled };
}
