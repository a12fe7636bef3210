// Public suffixes, as Debian's `psl` command tells them from Debian's list.
//
// Debian's list is of another day than the one in the core. `list_dates.tsv` names each rule that
// was added or removed in between and plays a part here; `psl` reads Debian's list with these
// changes made. A change that changes no answer is an error.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const LIST = '/usr/share/publicsuffix/public_suffix_list.dat';

// Each line: `added` or `removed`, the rule, why. Separated by tabs.
export function readChanges(file) {
  const lines = fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('# '));
  return lines.map((line) => {
    const [kind, rule, why] = line.split('\t');
    if (!['added', 'removed'].includes(kind) || !rule || !why)
      throw new Error(`${file}: three columns: ${line}`);
    return { kind, rule, why };
  });
}

// The public suffix of each domain with the changes made, and what is wrong with the changes.
export function publicSuffixes(domains, changes) {
  const unique = [...new Set(domains)];
  const list = fs.readFileSync(LIST, 'utf8');
  const rules = new Set(rulesOf(list));
  const changed = change(list, changes);
  const answers = ask(unique, changed);

  const wrong = [];
  for (const one of changes) {
    if (rules.has(one.rule) === (one.kind === 'added')) {
      wrong.push(
        `${one.kind} ${one.rule}: Debian's list ${one.kind === 'added' ? 'has it' : 'has no such rule'}; delete the line`,
      );
      continue;
    }
    const others = ask(
      unique,
      change(
        list,
        changes.filter((other) => base(other) !== base(one)),
      ),
    );
    if (others.every((answer, index) => answer === answers[index])) {
      wrong.push(`${one.kind} ${one.rule}: changes no answer; delete the line`);
    }
  }
  return {
    suffixes: toTheLetter(new Map(unique.map((domain, index) => [domain, answers[index]])), changed),
    wrong,
  };
}

// A rule and its wildcard change together: libpsl is not sure of itself where a list has both.
const base = ({ rule }) => rule.replace(/^\*\./, '');

// libpsl takes the parent of a wildcard for a public suffix itself; by the list's algorithm a
// wildcard matches no fewer labels than it has, and what is above decides.
function toTheLetter(suffixes, list) {
  const rules = new Set(rulesOf(list));
  const parents = [...suffixes.keys()].filter(
    (domain) => rules.has(`*.${domain}`) && !rules.has(domain) && domain.includes('.'),
  );
  if (parents.length === 0) return suffixes;
  const above = ask(
    parents.map((domain) => domain.slice(domain.indexOf('.') + 1)),
    list,
  );
  return new Map([...suffixes, ...parents.map((domain, index) => [domain, above[index]])]);
}

function ask(domains, list) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'suffixes-'));
  try {
    const file = path.join(folder, 'list.dat');
    fs.writeFileSync(file, list);
    const options = ['--load-psl-file', file, '--print-unreg-domain', '--batch'];
    const output = execFileSync('psl', options, { input: domains.join('\n') + '\n', encoding: 'utf8' });
    const answers = output.trimEnd().split('\n');
    if (answers.length !== domains.length)
      throw new Error(`psl: ${answers.length} answers to ${domains.length} domains`);
    return answers;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function change(list, changes) {
  const removed = new Set(changes.filter(({ kind }) => kind === 'removed').map(({ rule }) => rule));
  const added = changes.filter(({ kind }) => kind === 'added').map(({ rule }) => rule);
  const kept = list.split('\n').filter((line) => !removed.has(line.trim()));
  const end = kept.indexOf('// ===END PRIVATE DOMAINS===');
  if (end < 0) throw new Error(`${LIST} has no section of private domains`);
  return [...kept.slice(0, end), ...added, ...kept.slice(end)].join('\n');
}

const rulesOf = (list) =>
  list
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//'));
