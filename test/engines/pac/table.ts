import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../support/rendered.ts';
import { type Question, questionsOf, type Rows, spellingsOf } from '../../targets/pac/spellings.ts';

/** A PAC file that the repository keeps, and all that the engines ask of it. */
export type Kept = {
  readonly folder: string;
  readonly text: string;
  readonly questions: readonly Question[];
};

/** What the real spec lists, each of its neighbours, and what its own tests deny. */
const example: Partial<Rows> = {
  direct: [
    ['https://api.pitneybowes.com/'],
    ['https://foundation.us.sending.pitneybowes.com/'],
    ['https://integration.sending.us.pitneybowes.com/'],
    ['https://locations.sendpro.pitneybowes.com/'],
    ['http://mail.o365.pb.com/'],
    ['http://microsoft.com/SoftwareDistribution/Server/SimpleAuthWebService'],
    ['http://microsoft.com/other'],
    ['http://MICROSOFT.COM.:80/'],
    ['https://pitneybowes.okta.com/'],
    ['https://play.google.com/'],
    ['https://sending.us.pitneybowes.com/'],
    ['https://sendpro.pitneybowes.com/history'],
    ['https://sendpro.us.pitneybowes.com/addressbook'],
    ['https://shipping.sending.us.pitneybowes.com/'],
    ['https://smb.pitneybowes.com/'],
    ['https://uam.sendpro.pitneybowes.com/'],
    ['http://www.pitneybowes.com/us/support/products/sendpro-tablet-support.html'],
    ['https://www.pitneybowes.com/us/support/products/sendpro-tablet-support.html'],
    ['ws://www.pitneybowes.com/'],
    ['wss://www.pitneybowes.com/'],
    ['https://www.pitneybowes.com:80/'],
    ['ftp://www.pitneybowes.com:80/'],
  ],
  through: [
    ['https://mail.o365.pb.com/'],
    ['https://microsoft.com/'],
    ['wss://microsoft.com/'],
    ['http://pitneybowes.okta.com/'],
    ['http://play.google.com/'],
    ['http://sendpro.pitneybowes.com/'],
    ['https://www.pitneybowes.com:8443/'],
    ['ftp://www.pitneybowes.com/'],
    // Domains and relatives of what is listed.
    ['https://pitneybowes.com/'],
    ['http://pitneybowes.com/'],
    ['https://okta.com/'],
    ['https://google.com/'],
    ['https://us.pitneybowes.com/'],
    ['https://sending.pitneybowes.com/'],
    ['https://us.sending.pitneybowes.com/'],
    ['https://sendpro.sending.us.pitneybowes.com/'],
    ['http://o365.pb.com/'],
    ['http://update.microsoft.com/'],
    ['http://www.microsoft.com/'],
    // Look-alikes.
    ['https://evilpitneybowes.okta.com/'],
    ['http://xmicrosoft.com/'],
    ['http://microsoft.com.evil.example/'],
    ['https://api-pitneybowes.com/'],
    ['https://apixpitneybowes.com/'],
    ['https://api.pitneybowes.co/'],
    ['https://api.pitneybowes.org/'],
    ['https://play-google.com/'],
    ['https://play.google.com.example/'],
    // Anything else.
    ['https://www.example.com/'],
    ['http://www.example.com/'],
    ['http://10.0.0.1/'],
    ['http://[3fff::1]/', '3fff::1'],
  ],
};

/** The story with every kind of destination; both of its sites send the same around the proxy. */
const everyKind: Partial<Rows> = {
  direct: [
    // Hosts, on their ports.
    ['http://www.example.com/'],
    ['https://www.example.com/'],
    ['ws://www.example.com/'],
    ['wss://www.example.com/'],
    ['http://docs.example.com/manual/first.part'],
    ['http://docs.example.com/other'],
    ['https://app.example.com/only/this'],
    ['https://app.example.com/other'],
    ['https://api.example.com:8440/'],
    ['https://api.example.com:8441/'],
    ['https://api.example.com:8442/'],
    ['https://api.example.com:9443/'],
    ['http://api.example.com:8441/'],
    ['wss://api.example.com:8440/'],
    // A wildcard at any depth, whatever else the name is.
    ['https://a.example.net/'],
    ['https://a.b-1.c.example.net/'],
    ['https://A.EXAMPLE.NET./'],
    ['https://proxy.example.net/'],
    ['https://constructor.example.net/'],
    ['https://www.example.com.example.net/'],
    ['wss://a.example.net/'],
    // A pattern within its label.
    ['https://cdn.example.org/'],
    ['https://cdn7.example.org/'],
    ['https://cdn-7.example.org/'],
    ['https://cdncdn.example.org/'],
    ['https://CDN7.EXAMPLE.ORG./'],
    // Both ends of each network, and a spelling or two.
    ['https://198.51.100.0/'],
    ['https://198.51.100.127/'],
    ['wss://198.51.100.127/'],
    ['https://198.51.100.7./'],
    ['https://203.0.113.10:8440/'],
    ['https://203.0.113.20:8442/'],
    ['https://203.0.113.20:9443/'],
    ['https://10.9.0.0/'],
    ['https://10.9.0.255/'],
    ['https://[2001:db8:7::]/', '2001:db8:7::'],
    ['https://[2001:db8:7::]/', '[2001:db8:7::]'],
    ['https://[2001:db8:7::1]:443/', '2001:db8:7::1'],
    ['https://[2001:DB8:7:0:0:000:0000:1]/', '2001:DB8:7:0:0:000:0000:1'],
    ['https://[2001:db8:7::192.0.2.1]/', '2001:db8:7::192.0.2.1'],
    ['https://[2001:db8:7:0:ffff:ffff:ffff:ffff]/', '2001:db8:7:0:ffff:ffff:ffff:ffff'],
    ['wss://[2001:db8:7::1]/', '2001:db8:7::1'],
  ],
  through: [
    // The same hosts on other ports.
    ['https://docs.example.com/'],
    ['https://api.example.com/'],
    ['http://api.example.com/'],
    ['https://api.example.com:8439/'],
    ['https://api.example.com:8443/'],
    ['https://api.example.com:9442/'],
    ['https://api.example.com:9444/'],
    ['https://app.example.com:8440/'],
    ['http://a.example.net/'],
    ['ws://a.example.net/'],
    ['https://a.example.net:8440/'],
    ['http://cdn7.example.org/'],
    ['http://198.51.100.1/'],
    ['https://203.0.113.10/'],
    ['https://203.0.113.10:8443/'],
    ['http://[2001:db8:7::1]/', '2001:db8:7::1'],
    ['ws://[2001:db8:7::1]/', '2001:db8:7::1'],
    ['http://10.9.0.1/'],
    // Around the hosts.
    ['https://example.com/'],
    ['https://wwww.example.com/'],
    ['https://ww.example.com/'],
    ['https://x.api.example.com:8440/'],
    ['https://app-example.com/'],
    ['https://appxexample.com/'],
    // Around the wildcard.
    ['https://example.net/'],
    ['https://xexample.net/'],
    ['https://example.net.evil.example/'],
    ['https://a.example.net.evil.example/'],
    ['https://*.example.net/'],
    ['https://a_b.example.net/'],
    ['https://a..example.net/'],
    // Around the pattern.
    ['https://xcdn.example.org/'],
    ['https://cd.example.org/'],
    ['https://cdn.x.example.org/'],
    ['https://x.cdn7.example.org/'],
    ['https://cdn_7.example.org/'],
    ['https://cdn7-example.org/'],
    ['https://cdn7.example.org.evil.example/'],
    ['https://example.org/'],
    // Around the networks.
    ['https://198.51.99.255/'],
    ['https://198.51.100.128/'],
    ['https://198.51.100.200/'],
    ['https://198.51.100/'],
    ['https://198.51.100.256/'],
    ['https://198.51.100.1.evil.example/'],
    ['https://203.0.113.9:8440/'],
    ['https://203.0.113.21:8440/'],
    ['https://10.8.255.255/'],
    ['https://10.9.1.0/'],
    ['https://[2001:db8:6:ffff:ffff:ffff:ffff:ffff]/', '2001:db8:6:ffff:ffff:ffff:ffff:ffff'],
    ['https://[2001:db8:7:1::]/', '2001:db8:7:1::'],
    ['https://[2001:db8:7:1::53]/', '2001:db8:7:1::53'],
    ['https://[::ffff:198.51.100.1]/', '::ffff:198.51.100.1'],
    ['https://[::198.51.100.1]/', '::198.51.100.1'],
    ['https://[2001:db8:7::1%25eth0]/', '2001:db8:7::1%eth0'],
    ['https://[2001:db8:7:::1]/', '2001:db8:7:::1'],
    ['https://[2001:db8:7::1::2]/', '2001:db8:7::1::2'],
    ['https://[2001:db8:7::12345]/', '2001:db8:7::12345'],
    ['https://2001:db8:7::1/', '2001:db8:7::1'],
    // Permitted, but no bypass: they go the way of all others.
    ['https://portal.example.com/'],
    ['http://portal.example.com/'],
    ['https://x.apps.example.com/'],
    ['https://www.example.com:8440/'],
    ['https://turn.example.com:3478/'],
    ['https://198.51.100.130:3478/'],
    // Of a tier that neither site takes.
    ['https://extra.example.com/'],
  ],
  // Other spellings of a listed address.
  respelt: [
    ['https://198.51.100.01/'],
    ['https://198.51.25601/'],
    ['https://0xc6.51.100.1/'],
    ['https://0306.063.0144.01/'],
    ['https://3325256705/'],
  ],
};

const realSpec = keptIn(
  'generated/example',
  questionsOf(spellingsOf('api.pitneybowes.com'), example),
);

const everyQuestion = questionsOf(spellingsOf('app.example.com'), everyKind);

/** The file of the story's closed site, one host on a line. */
export const closed = keptIn('test/golden/every-kind-in-two-sites/expected/closed', everyQuestion);

/** The same grouped by domain. */
const additive = keptIn('test/golden/every-kind-in-two-sites/expected/additive', everyQuestion);

/** The files that every engine is to run. */
export const kept: readonly Kept[] = [realSpec, closed, additive];

function keptIn(folder: string, questions: readonly Question[]): Kept {
  return { folder, text: readFileSync(join(root, folder, 'pac/proxy.pac'), 'utf8'), questions };
}
