// A response with one byte of one member changed; a negative place counts from the end.
export function tampered(response, { member, at, xor }) {
  const bytes = Buffer.from(response.response[member], 'base64url');
  const place = at < 0 ? bytes.length + at : at;
  bytes[place] ^= xor;
  return { ...response, response: { ...response.response, [member]: bytes.toString('base64url') } };
}
