// Judges the core's verdicts on every row of the table and on generated pairs.
//
//   node main.js ORACLES TABLE CHANGES
//
// ORACLES is the command that says what the core makes of a line, TABLE the table of origins,
// CHANGES the rules that Debian's list of public suffixes has more or less than the core's.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

import { generate } from './generate.mjs';
import { pairOf } from './lines.mjs';
import { rehearse } from './rehearse.mjs';
import { publicSuffixes, readChanges } from './suffixes.mjs';
import { KINDS, domainsOf, expected, wrongness } from './verdict.mjs';

const GENERATED = 10_000;
const SEED = 20_261_121;
// A generator that yields hardly any of a verdict tells nothing about it.
const LEAST_OF_EACH = 100;

function main([oracles, table, changesFile]) {
  const rows = fs
    .readFileSync(table, 'utf8')
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('# '));
  const lines = [...rows, ...generate(GENERATED, SEED)];
  const pairs = lines.map(pairOf);
  const changes = readChanges(changesFile);
  const domains = pairs.flatMap(domainsOf);
  const { suffixes, wrong: complaints } = publicSuffixes(domains, changes);
  const right = pairs.map((pair) => expected(pair, (domain) => suffixes.get(domain)));

  // The table says the verdict itself.
  rows.forEach((line, index) => {
    const [, , verdict] = line.split('\t');
    if (verdict !== right[index].verdict)
      complaints.push(`table: ${line}: the oracles say ${right[index].verdict}`);
  });

  const answers = ask(oracles, lines);
  const counts = Object.fromEntries(KINDS.map((kind) => [kind, 0]));
  answers.forEach((answer, index) => {
    const kind = wrongness(answer, right[index]);
    if (kind === null) return;
    counts[kind] += 1;
    complaints.push(`${kind}: ${lines[index]}: ${show(answer)}, the oracles say ${show(right[index])}`);
  });

  const spread = tally(right.slice(rows.length));
  for (const [verdict, count] of Object.entries(spread)) {
    if (count < LEAST_OF_EACH) complaints.push(`generator: only ${count} ${verdict}`);
  }
  complaints.push(...rehearse({ answers, right, domains }));

  complaints.forEach((complaint) => console.error(complaint));
  console.log(
    `Node ${process.version} (Unicode ${process.versions.unicode}), ${execFileSync('psl', ['--version'], { encoding: 'utf8' }).split('\n')[0]}`,
  );
  console.log(
    `${rows.length} rows of the table, ${GENERATED} generated: ${Object.entries(spread)
      .map(([verdict, count]) => `${count} ${verdict}`)
      .join(', ')}`,
  );
  console.log(`${suffixes.size} domains asked of psl, ${changes.length} rules of another date`);
  console.log(KINDS.map((kind) => `${kind} ${counts[kind]}`).join(', '));
  return complaints.length === 0 ? 0 : 1;
}

function ask(oracles, lines) {
  const output = execFileSync(oracles, {
    input: lines.map((line) => `${line}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const answers = output.trimEnd().split('\n');
  if (answers.length !== lines.length)
    throw new Error(`${oracles}: ${answers.length} answers to ${lines.length} lines`);
  return answers.map((line) => {
    const [verdict, origin, domain] = line.split('\t');
    return { verdict, origin, domain };
  });
}

function tally(answers) {
  const counts = {
    accept: 0,
    not_an_origin: 0,
    insecure: 0,
    not_an_rp_id: 0,
    not_a_domain: 0,
    foreign_rp_id: 0,
    public_suffix: 0,
  };
  for (const { verdict } of answers) counts[verdict.split(' ')[0]] += 1;
  return counts;
}

const show = ({ verdict, origin, domain }) =>
  `${verdict} (${origin || 'no origin'}, ${domain || 'no domain'})`;

process.exitCode = main(process.argv.slice(2));
