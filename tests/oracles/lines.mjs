// Lines of the table: `\u{9}` stands for the code point with that number, `-` for no RP ID.
const unescape = (column) =>
  column.replace(/\\u\{([0-9a-f]+)\}/gi, (_, number) => String.fromCodePoint(parseInt(number, 16)));

// What a line cannot hold, or an eye cannot see.
const escape = (text) =>
  text.replace(
    /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\\]/gu,
    (letter) => `\\u{${letter.codePointAt(0).toString(16)}}`,
  );

// A line of text to the pair that it stands for.
export function pairOf(line) {
  const [origin, rpId] = line.split('\t');
  return { line, origin: unescape(origin), rpId: rpId === '-' ? null : unescape(rpId) };
}

export const lineOf = (origin, rpId) => `${escape(origin)}\t${rpId === null ? '-' : escape(rpId)}`;
