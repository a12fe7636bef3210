// Where fuzzing starts: the tables, the corpus and the documents of the tests, as one file a seed.
//
//   node seeds.mjs TESTS TARGET FOLDER
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

import { pairOf } from '../oracles/lines.mjs';

const [tests, target, folder] = process.argv.slice(2);

const SEEDS = {
  options: () => [
    ...documents('corpus/options'),
    ...JSON.parse(fs.readFileSync(path.join(tests, 'corpus/malformed_requests.json'), 'utf8')).map(
      ({ request }) => (typeof request === 'string' ? request : JSON.stringify(request)),
    ),
  ],
  origin_and_rp_id: () => rows('tables/origins.tsv').map(pairOf).map(pairSeed),
  privileged_list: () => documents('callers/privileged'),
  asset_links: () => documents('callers/asset_links'),
  related_origins: () => documents('callers/related_origins'),
  qr: () => {
    const { valid_uris: valid, invalid_uris: invalid } = JSON.parse(
      fs.readFileSync(path.join(tests, 'corpus/webauthn_l3_vectors.json'), 'utf8'),
    ).hybrid_qr;
    return [...[...valid, ...invalid].map(({ uri }) => uri), ...valid.map(({ cbor_hex: hex }) => Buffer.from(hex, 'hex'))];
  },
  enrolment: () =>
    documents('../core/src/enrolment/dialects').flatMap((file) => {
      const { rp_ids: _, ...dialect } = JSON.parse(file);
      return [dialect.name, JSON.stringify(dialect)].map((first) => zeroSeed(first, answerTo(dialect)));
    }),
  policies: () => {
    const organisations = documents('../core/tests/tables/policies').map(String);
    const configurations = rows('../core/tests/tables/managed_configuration.tsv')
      .map((row) => row.split('\t')[0])
      .filter((first) => first.startsWith('{'));
    return [
      ...configurations,
      ...organisations.map((policy, index) => zeroSeed(policy, JSON.parse(organisations.at(index - 1)))),
    ];
  },
};

// What a dialect's server could answer: options where its pointer looks for them.
function answerTo({ options }) {
  const at = (options?.at ?? '').split('/').slice(1);
  const publicKey = JSON.parse(fs.readFileSync(path.join(tests, 'corpus/options/create-ebay-android.json'), 'utf8'));
  return at.reduceRight((inner, name) => ({ [name]: inner }), publicKey);
}

function zeroSeed(first, answer) {
  return Buffer.concat([Buffer.from(first ?? ''), Buffer.from([0]), Buffer.from(JSON.stringify(answer))]);
}

// The byte 0xff, which no text has, between the two; without it, no RP ID.
function pairSeed({ origin, rpId }) {
  return rpId === null
    ? Buffer.from(origin)
    : Buffer.concat([Buffer.from(origin), Buffer.from([0xff]), Buffer.from(rpId)]);
}

function documents(place) {
  const files = fs.readdirSync(path.join(tests, place)).filter((file) => file.endsWith('.json'));
  return files.map((file) => fs.readFileSync(path.join(tests, place, file)));
}

function rows(table) {
  const lines = fs.readFileSync(path.join(tests, table), 'utf8').trimEnd().split('\n');
  return lines.filter((line) => !line.startsWith('# '));
}

const seeds = SEEDS[target]();
if (seeds.length === 0) throw new Error(`${target}: no seeds`);
fs.mkdirSync(folder, { recursive: true });
for (const seed of seeds) {
  const name = createHash('sha1').update(seed).digest('hex');
  fs.writeFileSync(path.join(folder, name), seed);
}
