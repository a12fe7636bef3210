// What the generated pairs are put together from.

// Suffixes to stand below: ICANN and private ones, of one to five labels, wildcards and what is
// excepted from them, IDN in both forms, top levels that no list has, and what is no suffix.
export const SUFFIXES = `
com org net io uk jp de ai ck er fk np mm us tk xyz dev app bank museum arpa onion
co.uk org.uk ac.uk gov.uk sch.uk com.au edu.au co.jp ne.jp co.nz com.br nom.br co.za com.ck www.ck b.ck
kawasaki.jp city.kawasaki.jp foo.kawasaki.jp kobe.jp city.kobe.jp foo.kobe.jp tokyo.jp chiyoda.tokyo.jp
k12.ca.us lib.ca.us ca.us pvt.k12.ma.us com.kh edu.kh com.bd gov.bd x.er com.fk com.np academy.museum
github.io gitlab.io vercel.app netlify.app web.app firebaseapp.com herokuapp.com myshopify.com pages.dev workers.dev
azurewebsites.net cloudapp.net windows.net blob.core.windows.net trafficmanager.net azure-api.net
s3.amazonaws.com amazonaws.com x.compute.amazonaws.com compute.amazonaws.com x.elb.amazonaws.com
s3.dualstack.eu-west-1.amazonaws.com execute-api.eu-west-1.amazonaws.com cloudfront.net on.aws lambda-url.eu-west-1.on.aws
blogspot.com blogspot.co.uk blogspot.de appspot.com r.appspot.com run.app a.run.app translate.goog cloudfunctions.net
x.digitaloceanspaces.com ondigitalocean.app fly.dev onrender.com railway.app up.railway.app glitch.me repl.co replit.app
wordpress.com tumblr.com medium.com notion.site framer.app webflow.io wixsite.com squarespace.com my.salesforce.com
x.platform.sh platform.sh bc.platform.sh x.platformsh.site x.futurecms.at x.ex.futurecms.at x.transurl.nl x.kunden.ortsinfo.at
dyndns.org duckdns.org no-ip.org ddns.net in-addr.arpa ip6.arpa eu.org uk.eu.org edu.eu.org uk.com co.com
internal test local localhost intranet example invalid lan home.arpa corp
公司.cn 网络.cn 中国 xn--55qx5d.cn xn--fiqs8s рф xn--p1ai ком.рф орг.рф 香港 個人.香港 ไทย ธุรกิจ.ไทย vgsøy.no sande.møre-og-romsdal.no
`
  .trim()
  .split(/\s+/);

// Labels to stand to the left of a suffix.
export const LABELS = `
example evil-example notexample xample login accounts www m a b city kawasaki compute s3 co com
EXAMPLE Login bücher BÜCHER xn--bcher-kva XN--BCHER-KVA faß fass xn--fa-hia βόλος βόλοσ xn--nxasmm1c xn--nxasmq6b
аpple apple xn--pple-43d раураl paypal 食狮 xn--85x722f ｅｘａｍｐｌｅ ４２ 42 0x7f 1and1 my_host _dmarc a--b ab--cd 😀 xn--e28h ☃ ı İ ﬁ ª ⅷ
`
  .trim()
  .split(/\s+/)
  .concat([
    'bu\u0308cher',
    'exam\u00adple',
    'exam\u200bple',
    'ex\ufe0fample',
    'a'.repeat(63),
    'a'.repeat(64),
    'b'.repeat(57),
    'ü'.repeat(40),
  ]);

// Labels and marks that some parser stumbles over.
export const FAKES = [
  'xn--',
  'xn--a',
  'xn--0',
  'xn--example-',
  'xn--xn---epa',
  'xn--xn--zca-hia',
  'xn--xn--9oa',
  'xn--é',
  'xn--1-zhc',
  'xn--a-ecp',
  '-a',
  'a-',
  'a!b',
  'a,b',
  "a'b",
  'a<b',
  'a|b',
  'a^b',
  'a b',
  '',
  'a\u200db',
  'a\u200cb',
  '\u202ea',
  '\u2066a',
  'a\u0000',
  'a\u0009b',
  'a\u000ab',
  'a\u007f',
  'a\u0085',
  'a\u00a0b',
  'a\u3000b',
  'a%2eb',
  '%61',
  'a\ufffdb',
  '\u0301a',
  '☕\ufe0e',
  'אa',
  'א1',
  'ab\u0640',
  '\u0661',
  'ẞ',
  '\u{e0061}',
  '*',
  '[::1]',
  '\u2488',
  '\u2100',
];

export const DOTS = ['\u3002', '\uff0e', '\uff61'];

export const ADDRESSES = [
  '127.0.0.1',
  '192.168.0.1',
  '127.1',
  '1.2.3',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '017700000001',
  '0x',
  '256.1.1.1',
  '1.2.3.4.5',
  '4294967296',
  '4294967295',
  '1.2.3.4.',
  '08.1.1.1',
  '1..2',
  '１２７.0.0.1',
  '127。0。0。1',
  '[::1]',
  '[2001:DB8::1]',
  '[::ffff:1.2.3.4]',
  '[fe80::1%25eth0]',
  '[fe80::1%eth0]',
  '[1::2::3]',
  '[::',
  '[]',
  '[v1.x]',
  '1.2.3.a',
  '1.2.3.0x',
  'example.0x1',
  'example.09',
];

export const PORTS = [
  ':443',
  ':80',
  ':8443',
  ':0',
  ':1',
  ':65535',
  ':65536',
  ':00443',
  ':',
  ':-1',
  ':+1',
  ':8443x',
  ':8443:1',
  ':４４３',
  ':99999999999',
];

export const SCHEMES = [
  'http://',
  'HTTPS://',
  'hTtP://',
  'https:/',
  'https:',
  'https:///',
  'https:\\\\',
  '//',
  '',
  'wss://',
  'ws://',
  'ftp://',
  'file://',
  'chrome-extension://',
  'blob:https://',
  'view-source:https://',
  'app://',
  'httpss://',
  'http s://',
  'https\u003a\u2215\u2215',
  'javascript:',
];

export const TAILS = [
  '/',
  '/login?a=b#c',
  '?x',
  '#x',
  '/@example.com',
  '/a b',
  '/%00',
  '/\u0000',
  '?https://example.com',
  '\\',
  '\\@example.com',
  '/\u{1f511}',
  '#\u2028',
  ';x',
];

export const USERS = ['user@', 'user:pass@', '@', ':@', 'example.com@', '%40', 'a@b@'];
