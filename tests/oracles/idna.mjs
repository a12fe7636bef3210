// What UTS 46 asks of a host's labels and Node 20's URL parser lets pass; later ones refuse it. The
// core is held to the standard.
// Since Unicode 15.1 the capital sharp s is mapped to the small one; Node 20 makes `ss` of it.
export const mapped = (text) => text.replaceAll('ẞ', 'ß');

// Whether a host in ASCII is what the URL standard's "domain to ASCII" returns.
export function isSoundHost(host) {
  const labels = host
    .split('.')
    .map((ascii) => ({ ascii, text: ascii.startsWith('xn--') ? decode(ascii.slice(4)) : ascii }));
  // UTS 46, section 4: an A-label hides neither plain ASCII nor another A-label.
  if (
    labels.some(({ ascii, text }) => text !== ascii && (/^[\0-\x7f]*$/.test(text) || text.startsWith('xn--')))
  )
    return false;
  const classes = labels.map(({ text }) => [...text].map(bidiClass));
  const isBidi = classes.flat().some((kind) => ['R', 'AL', 'AN'].includes(kind));
  // UTS 46, section 4.1, criterion 8: where one label is of such a script, all keep the rule.
  return !isBidi || classes.filter((label) => label.length > 0).every(keepsBidiRule);
}

// RFC 5893, section 2.
function keepsBidiRule(classes) {
  const last = classes.filter((kind) => kind !== 'NSM').at(-1);
  if (['R', 'AL'].includes(classes[0])) {
    const mixed = classes.includes('EN') && classes.includes('AN');
    return !classes.includes('L') && !mixed && ['R', 'AL', 'EN', 'AN'].includes(last);
  }
  return (
    classes[0] === 'L' &&
    !classes.some((kind) => ['R', 'AL', 'AN'].includes(kind)) &&
    ['L', 'EN'].includes(last)
  );
}

// The bidirectional class, for the letters that the table and the generator use; all that is neither
// letter, digit nor mark is neutral.
function bidiClass(letter) {
  if (/[0-9\u06f0-\u06f9]/.test(letter)) return 'EN';
  if (/[\u0660-\u0669]/.test(letter)) return 'AN';
  if (/\p{M}/u.test(letter)) return 'NSM';
  if (/\p{Script=Hebrew}/u.test(letter)) return 'R';
  if (/(?=\p{L})\p{Script_Extensions=Arabic}/u.test(letter)) return 'AL';
  return /\p{L}/u.test(letter) ? 'L' : 'ON';
}

// RFC 3492, section 6.2.
function decode(punycode) {
  const delimiter = punycode.lastIndexOf('-');
  const output = delimiter < 0 ? [] : [...punycode.slice(0, delimiter)];
  let [code, at, bias] = [128, 0, 72];
  const digits = punycode.slice(delimiter + 1);
  for (let next = 0; next < digits.length;) {
    const before = at;
    for (let weight = 1, k = 36; ; k += 36) {
      const digit = 'abcdefghijklmnopqrstuvwxyz0123456789'.indexOf(digits[next++]);
      if (digit < 0) throw new Error(`no Punycode: ${punycode}`);
      at += digit * weight;
      const threshold = Math.min(Math.max(k - bias, 1), 26);
      if (digit < threshold) break;
      weight *= 36 - threshold;
    }
    bias = adapt(at - before, output.length + 1, before === 0);
    code += Math.floor(at / (output.length + 1));
    at %= output.length + 1;
    output.splice(at++, 0, String.fromCodePoint(code));
  }
  return output.join('');
}

// RFC 3492, section 6.1.
function adapt(delta, count, isFirst) {
  let rest = Math.floor(delta / (isFirst ? 700 : 2));
  rest += Math.floor(rest / count);
  let k = 0;
  for (; rest > 455; k += 36) rest = Math.floor(rest / 35);
  return k + Math.floor((36 * rest) / (rest + 38));
}
