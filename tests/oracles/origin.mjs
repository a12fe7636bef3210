// What a browser's URL parser makes of an origin and of an RP ID, and where this project refuses
// what such a parser would repair. Says nothing of public suffixes.
import { isSoundHost, mapped } from './idna.mjs';

// Refused before any parsing: a URL parser drops or turns these, and others may not.
const REPAIRED = /[\p{Cc}\p{White_Space}\\]/u;

// Exactly two slashes and then an authority: `https:example.com` and `https:///example.com` are
// read as `https://example.com` by a URL parser.
const WRITTEN_OUT = /^[a-z]+:\/\/(?<authority>[^/?#]+)/i;

// The schemes whose hosts are domains (URL, section 4.2, "special scheme").
const HAS_DOMAIN = /^(https?|wss?|ftp|file):$/;

// { refused } or { origin, domain }; the domain is null where the host is none.
export function readOrigin(text) {
  if (REPAIRED.test(text)) return { refused: 'not_an_origin' };
  const url = parse(text);
  if (url === null) return { refused: 'not_an_origin' };
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { refused: 'insecure' };
  const authority = WRITTEN_OUT.exec(text)?.groups.authority;
  if (authority === undefined) return { refused: 'not_an_origin' };
  // User information, even empty, and per cent escapes.
  if (/[@%]/.test(authority)) return { refused: 'not_an_origin' };
  const domain = isValidDomain(url.hostname) ? url.hostname : null;
  // Secure Contexts, section 3.1: a host of `localhost`, or below it, is potentially trustworthy.
  const isLocal = domain !== null && /(^|\.)localhost$/.test(domain);
  if (url.protocol === 'http:' && !isLocal) return { refused: 'insecure' };
  return { origin: url.origin, domain };
}

// The RP ID as the host parser writes it; null where it is no valid domain.
export function readRpId(text) {
  // What ends or splits a host in a URL is part of no domain; nor is what a host parser decodes.
  if (REPAIRED.test(text) || /[/?#@:%]/.test(text)) return null;
  const host = parse(`https://${text}/`)?.hostname;
  return host !== undefined && isValidDomain(host) ? host : null;
}

// URL, section 3.4, "valid domain", in ASCII and with DNS's lengths. Browsers let hosts have underscores.
function isValidDomain(host) {
  if (host.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(host)) return false;
  return host.length <= 253 && host.split('.').every((label) => /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/.test(label));
}

// Null where it is no URL. By exception: Node 20's `URL.canParse` goes wrong over some Latin-1 text.
function parse(text) {
  let url;
  try {
    url = new URL(mapped(text));
  } catch {
    return null;
  }
  return HAS_DOMAIN.test(url.protocol) && !isSoundHost(url.hostname) ? null : url;
}
