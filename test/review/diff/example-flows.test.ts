import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { compileSites } from '../../../src/policy/compile-sites.ts';
import { siteChange } from '../../../src/review/diff/site.ts';
import { readFlow } from '../../../src/review/explain/explain.ts';
import { targets } from '../../../src/targets/list.ts';
import { outputsOf } from '../../../src/targets/output.ts';
import { sourcesIn } from '../../engines/sites.ts';
import { loadFiles } from '../../support/load.ts';
import { must, policyOf } from '../../support/policy.ts';
import { realSpec, root } from '../../support/rendered.ts';

const stories = new Map([
  ['the guide', { 'spec.yaml': realSpec }],
  ...readdirSync(join(root, 'test/golden')).map((name) => [name, sourcesIn(name)] as const),
]);

describe.each([...stories])('every change of %s', (_name, sources) => {
  const policies = must(compileSites(must(loadFiles(sources)).spec));
  const pairs = policies.flatMap((after) =>
    [undefined, ...policies].flatMap((before) => [
      { before, after },
      { before: after, after: before },
    ]),
  );
  const changes = pairs.flatMap((pair) => {
    const { gained, lost } = siteChange(pair);
    return [
      ...gained.map((change) => ({ change, policy: pair.after })),
      ...lost.map((change) => ({ change, policy: pair.before })),
    ];
  });

  test('has an example that explain accepts, except at the enforcing device', () => {
    expect(changes.length).toBeGreaterThan(0);
    for (const { change } of changes) {
      const { kind } = change.destination.base;
      const isDevice = kind === 'resolvers' || kind === 'self';
      const accepted = change.witness === null ? null : readFlow(change.witness).ok;
      expect([change.witness, accepted]).toEqual([change.witness, isDevice ? null : true]);
    }
  });

  test('names no output that decides none of its flows', () => {
    for (const { change, policy } of changes) {
      if (policy === undefined) throw new Error('a change has a policy');
      const kinds = outputsOf(policy, targets)
        .filter(({ target }) => change.outputs.includes(target.name))
        .map(({ target, policy: seen }) => {
          const rules = seen.rules.filter(({ tier }) => tier === change.tier);
          return rules.some((rule) =>
            rule.destinations.some((to) =>
              to.origins.some(
                (origin) =>
                  change.origins.some(({ endpoint }) => endpoint === origin.endpoint) &&
                  target.coverage({ policy: seen, rule, to, origin }).kind !== 'not-applicable',
              ),
            ),
          );
        });
      expect([change.witness, kinds]).toEqual([change.witness, kinds.map(() => true)]);
    }
  });
});

test('DNS is not decided by a PAC file, nor by Squid', () => {
  const after = policyOf({
    groups: [
      { id: 'web', inspection: 'bypass', to: { https: ['www.example.com'], dns: ['resolvers'] } },
    ],
    services: { dns: { ports: ['tcp/53', 'udp/53'], application: 'dns' } },
    site: {
      resolvers: ['self', '192.0.2.53'],
      targets: {
        iptables: {},
        squid: { tlsInspection: 'explicit' },
        pac: { proxy: 'PROXY proxy.example.net:3128' },
      },
    },
  });
  const { gained } = siteChange({ before: undefined, after });
  expect(
    gained.map(({ outputs, byEveryOutput, witness }) => [outputs, byEveryOutput, witness]),
  ).toEqual([
    [['iptables'], true, 'tcp://192.0.2.53:53'],
    [['iptables'], true, null],
    [['iptables', 'pac', 'squid'], true, 'https://www.example.com/'],
  ]);
});
