import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { templates } from '../../../compiled/templates.js';
import type { SquidOptions } from '../../../src/language/document.ts';
import { getOrAdd } from '../../../src/maps.ts';
import { formatDestination } from '../../../src/net/destination.ts';
import { formatNetwork } from '../../../src/net/network.ts';
import { formatPortRange } from '../../../src/net/port.ts';
import { targetPolicy } from '../../../src/policy/target-policy.ts';
import type { Policy, TargetPolicy } from '../../../src/policy/types.ts';
import type { Access, Reading, TargetFiles } from '../../../src/targets/reading.ts';
import { encodeComment, encodeWord } from '../../../src/targets/squid/encode.ts';
import { read } from '../../../src/targets/squid/read/index.ts';
import { view } from '../../../src/targets/squid/view.ts';
import { must, policyOfTarget, type SpecWords } from '../../support/policy.ts';

/** Compiles a policy from a few words, as this target sees it. */
export const policyOf = policyOfTarget('squid');

/** The text of bypass.conf for a policy. */
export function textOf(policy: Policy): string {
  return templates['squid/bypass.conf'](
    must(view(targetPolicy(policy, 'squid')))['squid/bypass.conf'],
  );
}

/** The files of a site with this bypass.conf: apply.sh has the values that its head names. */
export function filesOf(text: string): TargetFiles {
  return new Map([
    ['squid/bypass.conf', text],
    ['squid/apply.sh', scriptFor(text)],
  ]);
}

/** The apply.sh beside a bypass.conf. */
function scriptFor(text: string): string {
  const wordOf = (shape: RegExp) => shape.exec(text)?.[1] ?? 'none';
  const spec = wordOf(/^# ([a-z][a-z0-9-]*): /);
  const prefix = wordOf(/^acl ([a-z0-9]+)_clients src /m);
  const tlsInspection = wordOf(/ tlsInspection=([a-z]+) /);
  return getOrAdd(scripts, `${spec} ${prefix} ${tlsInspection}`, () =>
    templates['squid/apply.sh']({
      spec: encodeComment(spec),
      prefix: encodeWord(prefix),
      tlsInspection: encodeWord(tlsInspection),
    }),
  );
}

// A test may read thousands of files of the same site.
const scripts = new Map<string, string>();

export function readingOf(text: string): Reading {
  return must(read(filesOf(text)));
}

/** `destination path tcp/port from clients` of each access. */
export function describeAccess({ destination, path, ports, clients }: Access): string {
  const from = clients.map(formatNetwork).join(',');
  return `${formatDestination(destination)} ${path} ${formatPortRange(ports)} from ${from}`;
}

export const services: NonNullable<SpecWords['services']> = {
  amqp: { ports: ['tcp/5671', 'udp/5671'], application: 'other' },
  alternative: { ports: ['tcp/8000-8010', 'tcp/8443'], application: 'tls' },
  mixed: { ports: ['tcp/53', 'tcp/853'], application: 'other' },
  quic: { ports: ['udp/443'], application: 'tls' },
};

/** Every kind of destination, way and inspection, for a site with these options. */
export function everything(options: Partial<SquidOptions> = {}): SpecWords {
  return {
    name: 'every-kind',
    services,
    groups: [
      {
        id: 'web',
        to: {
          https: [
            'www.example.com',
            'api.example.com',
            '*.example.net',
            '*.deep.example.net',
            'cdn*.example.org',
            'a.*.example.org',
            '198.51.100.0/24',
            '198.51.100.7',
            '203.0.113.1-203.0.113.6',
            '2001:db8:7::/48',
          ],
          http: [
            'www.example.com',
            'http://docs.example.com/help/a.b(c)+d',
            'http://docs.example.com/manual',
            '*.example.net',
          ],
          amqp: ['queue.example.com'],
          dns: ['resolvers'],
        },
      },
      {
        id: 'updates',
        tier: 'optional',
        inspection: 'allow',
        to: {
          https: ['updates.example.com', '*.updates.example.com'],
          http: ['updates.example.com'],
          alternative: ['any'],
        },
      },
    ],
    site: {
      clients: ['192.0.2.0/24', '198.18.0.1-198.18.0.5', '2001:db8:c1::/64'],
      targets: {
        squid: {
          tlsInspection: 'explicit',
          adaptationServices: ['av_request', 'av_response'],
          delayPools: [1, 2],
          ...options,
        },
      },
    },
  };
}

/** A policy of one group that bypasses, from a few words. */
export function bypass(
  to: Record<string, readonly string[]>,
  options: Partial<SquidOptions> = {},
): TargetPolicy {
  return policyOf({
    services,
    groups: [{ id: 'hosts', to }],
    site: { targets: { squid: { tlsInspection: 'explicit', ...options } } },
  });
}

/** Runs a body with these files in a temporary directory, which it gets as argument. */
export function inFolder<Value>(
  files: Record<string, string>,
  body: (folder: string) => Value,
): Value {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-squid-'));
  try {
    mkdirSync(join(folder, 'squid'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return body(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
