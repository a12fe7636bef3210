// An oracle that lets anything pass proves nothing: answers of the core are tampered with, one at a
// time, and each has to be found and called by its kind; and so have the rules of another date.
import { publicSuffixes } from './suffixes.mjs';
import { wrongness } from './verdict.mjs';

const accepted = ({ verdict }) => verdict.startsWith('accept ');
const refused =
  (reason) =>
  ({ verdict }) =>
    verdict === reason;

// What is done to which right answers, and what it must be called.
const TAMPERINGS = [
  ['an accepted RP ID is refused', accepted, () => ({ verdict: 'foreign_rp_id' }), 'wrong refusals'],
  [
    'an accepted RP ID is said to be a public suffix',
    accepted,
    () => ({ verdict: 'public_suffix' }),
    'wrong refusals',
  ],
  [
    'an accepted origin is said to be none',
    accepted,
    () => ({ verdict: 'not_an_origin', origin: '', domain: '' }),
    'wrong refusals',
  ],
  ['another RP ID is accepted', accepted, ({ verdict }) => ({ verdict: `${verdict}.evil` }), 'wrong accepts'],
  [
    'a label is cut off an accepted RP ID',
    accepted,
    ({ verdict }) => ({ verdict: verdict.replace(/^accept [^.]+\.?/, 'accept ') }),
    'wrong accepts',
  ],
  [
    'a foreign RP ID is accepted',
    refused('foreign_rp_id'),
    ({ domain }) => ({ verdict: `accept ${domain}` }),
    'wrong accepts',
  ],
  [
    'a public suffix is accepted',
    refused('public_suffix'),
    ({ domain }) => ({ verdict: `accept ${domain}` }),
    'wrong accepts',
  ],
  [
    'a broken RP ID is accepted',
    refused('not_an_rp_id'),
    () => ({ verdict: 'accept example.com' }),
    'wrong accepts',
  ],
  [
    'a host that is no domain is accepted',
    refused('not_a_domain'),
    () => ({ verdict: 'accept example.com' }),
    'wrong accepts',
  ],
  [
    'an insecure origin is accepted',
    refused('insecure'),
    () => ({ verdict: 'accept example.com', origin: 'http://example.com' }),
    'wrong accepts',
  ],
  [
    'a text that is no origin is accepted',
    refused('not_an_origin'),
    () => ({ verdict: 'accept example.com', origin: 'https://example.com' }),
    'wrong accepts',
  ],
  [
    'the port is lost or made up',
    accepted,
    ({ origin }) => ({ origin: /:\d+$/.test(origin) ? origin.replace(/:\d+$/, '') : `${origin}:1` }),
    'wrong origins',
  ],
  [
    'the scheme is another',
    accepted,
    ({ origin }) => ({ origin: origin.replace(/^http(s?)/, (_, s) => (s ? 'http' : 'https')) }),
    'wrong origins',
  ],
  [
    'the effective domain is another',
    accepted,
    ({ domain }) => ({ domain: `www.${domain}` }),
    'wrong origins',
  ],
  ['the effective domain is lost', refused('foreign_rp_id'), () => ({ domain: '' }), 'wrong origins'],
  [
    'another reason is given',
    refused('public_suffix'),
    () => ({ verdict: 'foreign_rp_id' }),
    'wrong reasons',
  ],
  [
    'another reason is given for an origin',
    refused('insecure'),
    () => ({ verdict: 'not_an_origin' }),
    'wrong reasons',
  ],
];

// A line for each tampering that was not found.
export function rehearse({ answers, right, domains }) {
  const missed = TAMPERINGS.flatMap(([what, applies, tamper, kind]) => {
    const rows = right
      .map((_, index) => index)
      .filter((index) => wrongness(answers[index], right[index]) === null && applies(right[index]));
    const passed = rows.filter(
      (index) => wrongness({ ...answers[index], ...tamper(answers[index]) }, right[index]) !== kind,
    );
    if (rows.length === 0) return [`rehearsal: no row to see that ${what}`];
    return passed.length === 0
      ? []
      : [`rehearsal: in ${passed.length} of ${rows.length} rows nobody sees that ${what}`];
  });
  return [...missed, ...rehearseChanges(domains)];
}

// A change that is not needed, one that is there already, and one that is not there to be removed.
function rehearseChanges(domains) {
  const idle = { kind: 'added', rule: 'idle.example', why: 'rehearsal' };
  const there = { kind: 'added', rule: 'co.uk', why: 'rehearsal' };
  const absent = { kind: 'removed', rule: 'idle.example', why: 'rehearsal' };
  return [idle, there, absent].flatMap((change) => {
    const { wrong } = publicSuffixes(domains, [change]);
    return wrong.length === 1
      ? []
      : [`rehearsal: nobody sees that "${change.kind} ${change.rule}" is not needed`];
  });
}
