// The verdict that the standards give an origin and an RP ID, and what is wrong with another one.
import { readOrigin, readRpId } from './origin.mjs';

// { verdict, origin, domain }: columns as the core's side prints them.
export function expected({ origin: text, rpId }, suffixOf) {
  const { refused, origin, domain } = readOrigin(text);
  if (refused !== undefined) return { verdict: refused, origin: '', domain: '' };
  return { verdict: verdictFor(domain, rpId, suffixOf), origin, domain: domain ?? '' };
}

// WebAuthn L3, section 5.1.3: the effective domain is a valid domain, and `rp.id` its registrable
// domain suffix, or equal to it, or absent.
function verdictFor(domain, requested, suffixOf) {
  const rpId = requested === null ? domain : readRpId(requested);
  if (requested !== null && rpId === null) return 'not_an_rp_id';
  if (domain === null) return 'not_a_domain';
  if (rpId === domain) return `accept ${rpId}`;
  if (!`.${domain}`.endsWith(`.${rpId}`)) return 'foreign_rp_id';
  // HTML, section 7.1.1.2: equal to its own public suffix, or above the host's.
  if (rpId === suffixOf(rpId) || suffixOf(domain).endsWith(`.${rpId}`)) return 'public_suffix';
  // Stricter than HTML on purpose: the public suffix of a host that the list excepts is no rule of
  // the list (`kawasaki.jp` for `city.kawasaki.jp`), and belongs to nobody all the same.
  if (rpId === suffixOf(domain)) return 'public_suffix';
  return `accept ${rpId}`;
}

// The domains whose public suffixes a verdict may depend on.
export function domainsOf({ origin: text, rpId }) {
  return [readOrigin(text).domain, rpId === null ? null : readRpId(rpId)].filter((domain) => domain != null);
}

// Null, or what kind of wrong the core's answer is: the gravest first.
export function wrongness(answer, right) {
  const accepts = (verdict) => verdict.startsWith('accept ');
  if (accepts(answer.verdict) && answer.verdict !== right.verdict) return 'wrong accepts';
  if (!accepts(answer.verdict) && accepts(right.verdict)) return 'wrong refusals';
  if (answer.origin !== right.origin || answer.domain !== right.domain) return 'wrong origins';
  return answer.verdict === right.verdict ? null : 'wrong reasons';
}

export const KINDS = ['wrong accepts', 'wrong refusals', 'wrong origins', 'wrong reasons'];
