// Pairs of an origin and an RP ID, put together from pieces that matter by a fixed sequence: the
// same pairs on every run.
import { domainToASCII } from 'node:url';

import { lineOf } from './lines.mjs';
import { ADDRESSES, DOTS, FAKES, LABELS, PORTS, SCHEMES, SUFFIXES, TAILS, USERS } from './pieces.mjs';

export function generate(count, seed) {
  const random = sequence(seed);
  const one = (list) => list[random(list.length)];
  const oneIn = (times) => random(times) === 0;

  // Each part of a text is what it should be, most of the time.
  const labels = () => {
    const left = Array.from({ length: random(4) }, () => (oneIn(25) ? one(FAKES) : one(LABELS)));
    const right = oneIn(12) ? [one(LABELS)] : one(SUFFIXES).split('.');
    return [...left, ...right];
  };
  const join = (parts) => parts.reduce((text, part) => text + (oneIn(80) ? one(DOTS) : '.') + part);
  const host = (parts) => join(parts) + (oneIn(40) ? one(['.', '..', '\u3002']) : '');
  const originOf = (parts) => {
    const scheme = oneIn(9) ? one(SCHEMES) : 'https://';
    const user = oneIn(60) ? one(USERS) : '';
    const port = oneIn(6) ? one(PORTS) : '';
    const tail = oneIn(8) ? one(TAILS) : '';
    const whole = scheme + user + (oneIn(40) ? one(ADDRESSES) : host(parts)) + port + tail;
    return oneIn(60) ? spoiled(whole) : whole;
  };
  const rpIdOf = (parts) => {
    const from = random(parts.length);
    const text = join(parts);
    const claims = [
      () => join(parts.slice(from)),
      () => join(parts.slice(from)),
      () => join(parts.slice(from)),
      () => join(parts),
      () => join(labels()),
      () => join([one(LABELS), ...parts.slice(from)]),
      () => text.slice(random(text.length)),
      () => otherForm(join(parts.slice(from))),
      () =>
        one([
          spoiled(text),
          one(FAKES),
          one(ADDRESSES),
          `${text}.`,
          `.${text}`,
          `${text}:443`,
          `https://${text}`,
          '',
        ]),
    ];
    return one(claims)();
  };
  // One code point is put where it does not belong.
  const spoiled = (text) => {
    const at = random(text.length + 1);
    const stray = one([
      '\u0000',
      '\t',
      '\n',
      '\r',
      ' ',
      '\u00a0',
      '\u3000',
      '\u00ad',
      '\u200b',
      '\u200d',
      '\u202e',
      '\ufeff',
      '\\',
      '%',
      '@',
      '/',
      ':',
      '.',
      '-',
      '\u{10ffff}',
      '\u0130',
    ]);
    return text.slice(0, at) + stray + text.slice(at);
  };

  return Array.from({ length: count }, () => {
    const parts = labels();
    const rpId = oneIn(12) ? null : rpIdOf(parts).toWellFormed();
    return lineOf(originOf(parts).toWellFormed(), rpId);
  });
}

// The same name by other letters: upper case, full width, or A-labels for U-labels.
function otherForm(domain) {
  const wide = domain.replace(/[a-z]/g, (letter) => String.fromCodePoint(letter.codePointAt(0) + 0xfee0));
  return [domain.toUpperCase(), wide, domainToASCII(domain) || domain][domain.length % 3];
}

// Numbers below a bound, by the generator that Knuth gives for MMIX.
function sequence(seed) {
  let state = BigInt(seed);
  return (below) => {
    state = BigInt.asUintN(64, state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n);
    return Number((state >> 33n) % BigInt(below));
  };
}
