import type { Named } from './cases.ts';
import { get, tunnel } from './questions.ts';

// What the guide of spec.yaml lists, written out once more, and what only looks like it.

/** An address to the name that its owner claims. */
export const pointersToGuide = { '203.0.113.66': 'www.pitneybowes.com' };

const tunnels = [
  'api.pitneybowes.com',
  'foundation.us.sending.pitneybowes.com',
  'integration.sending.us.pitneybowes.com',
  'locations.sendpro.pitneybowes.com',
  'pitneybowes.okta.com',
  'play.google.com',
  'sending.us.pitneybowes.com',
  'sendpro.pitneybowes.com',
  'sendpro.us.pitneybowes.com',
  'shipping.sending.us.pitneybowes.com',
  'smb.pitneybowes.com',
  'uam.sendpro.pitneybowes.com',
  'www.pitneybowes.com',
];
const updates = 'http://microsoft.com/SoftwareDistribution/Server/SimpleAuthWebService';

export const allowedByGuide: readonly Named[] = [
  ...tunnels.map((host): Named => [host, tunnel(`${host}:443`)]),
  ['http to the online help', get('http://www.pitneybowes.com/us/support.html')],
  ['http to the mail service', get('http://mail.o365.pb.com/')],
  ['the path of the update service', get(updates)],
  ['below that path', get(`${updates}/below?query=a/b`)],
  ['upper case, which is the same name', tunnel('API.PitneyBowes.com:443')],
  ['a trailing dot, which is the same name', tunnel('api.pitneybowes.com.:443')],
  ['upper case and a trailing dot in cleartext', get('http://WWW.PitneyBowes.COM./a')],
];

export const refusedByGuide: readonly Named[] = [
  ['a name with a letter more', tunnel('xapi.pitneybowes.com:443')],
  [
    'a name with a letter more, in cleartext',
    get('http://xmicrosoft.com/SoftwareDistribution/Server/SimpleAuthWebService'),
  ],
  ['a name that begins with ours', tunnel('api.pitneybowes.com.evil.example:443')],
  ['that name in capitals', tunnel('API.PITNEYBOWES.COM.EVIL.EXAMPLE:443')],
  ['that name with a trailing dot', tunnel('api.pitneybowes.com.evil.example.:443')],
  ['a name with a hyphen for the dot', tunnel('api-pitneybowes.com:443')],
  ['the apex', tunnel('pitneybowes.com:443')],
  ['the apex of the sign-in', tunnel('okta.com:443')],
  ['a sub-domain', tunnel('x.api.pitneybowes.com:443')],
  ['a sub-domain in cleartext', get('http://x.www.pitneybowes.com/')],
  ['a wrong port', tunnel('api.pitneybowes.com:8443')],
  ['a wrong port in cleartext', get('http://www.pitneybowes.com:8080/')],
  ['cleartext where the guide wants TLS', get('http://api.pitneybowes.com/')],
  ['another path', get('http://microsoft.com/other')],
  ['a longer last segment', get(`${updates}x`)],
  [
    'a path in capitals',
    get('http://microsoft.com/SOFTWAREDISTRIBUTION/SERVER/SIMPLEAUTHWEBSERVICE'),
  ],
  ['a path that climbs out', get(`${updates}/../other`)],
  ['a path that climbs out by escapes', get(`${updates}/%2e%2e/other`)],
  ['a path that climbs out by two escapes', get(`${updates}/%252e%252e/other`)],
  ['a path that climbs out by backslashes', get(`${updates}/..%5cother`)],
  [
    'another name in CONNECT than in the TLS greeting',
    tunnel('evil.example:443', { name: 'api.pitneybowes.com' }),
  ],
  [
    'an address in CONNECT, our name in the TLS greeting',
    tunnel('203.0.113.80:443', { name: 'api.pitneybowes.com' }),
  ],
  ['an address whose owner claims our name (PTR)', tunnel('203.0.113.66:443')],
  ['that address in cleartext', get('http://203.0.113.66/')],
  [
    'another URL than the Host line says',
    get('http://evil.example/', { host: 'www.pitneybowes.com' }),
  ],
  [
    'a client outside the client networks',
    tunnel('api.pitneybowes.com:443', { from: '203.0.113.200' }),
  ],
  ['that client in cleartext', get('http://www.pitneybowes.com/a/b', { from: '203.0.113.200' })],
];
