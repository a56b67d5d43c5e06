import { describe, expect, test } from '@jest/globals';
import { failureSentence } from '../../../src/review/verify/report.ts';
import { paloalto } from '../../../src/targets/paloalto/index.ts';
import { verifyTarget } from '../../support/output.ts';
import type { SpecWords } from '../../support/policy.ts';
import { everything, type Options, policyFor, render } from '../../targets/paloalto/support.ts';

const usual: Partial<Options> = { resolverZone: 'inside' };

/** What verify says of the files of one site when another one is meant: `flow: expected, got`. */
function found(
  meant: SpecWords,
  forged: SpecWords,
  options: Partial<Options> = usual,
  forgedOptions: Partial<Options> = options,
): string[] {
  const files = render(policyFor(forged, forgedOptions));
  return verifyTarget(paloalto, policyFor(meant, options), [], files).failed.map(
    ({ flow, expected, got, decidedBy }) =>
      `${flow}: ${expected}, got ${got}${decidedBy === null ? '' : ' at a line'}`,
  );
}

const web = (applications: string[], inspection: 'allow' | 'bypass' = 'bypass'): SpecWords => ({
  groups: [
    { id: 'dns', inspection: 'allow', to: { dns: ['resolvers'] } },
    {
      id: 'web',
      inspection,
      ...(applications.length === 0 ? {} : { applications: { paloalto: applications } }),
      to: { https: ['a.example.com'] },
    },
  ],
});

/** Two groups, of which one lists an App-ID; the host stands in either. */
const moved = (place: 'web' | 'remote'): SpecWords => ({
  groups: (['web', 'remote'] as const).map((id) => ({
    id,
    ...(id === 'remote' ? { applications: { paloalto: ['teamviewer'] } } : {}),
    to: { https: [`${id}.example.com`, ...(id === place ? ['a.example.com'] : [])] },
  })),
});

describe('verify of match conditions', () => {
  test.each<[string, () => string[], string[]]>([
    [
      'an App-ID that the spec does not list',
      () => found(web([]), web(['teamviewer'])),
      ['https://a.example.com/: no application teamviewer, got application teamviewer at a line'],
    ],
    [
      'an App-ID that the spec lists and the file does not',
      () => found(web(['okta']), web([])),
      ['https://a.example.com/: application okta, got no application okta'],
    ],
    [
      'a host that moved to a rule of more App-IDs',
      () => found(moved('web'), moved('remote')),
      ['https://a.example.com/: no application teamviewer, got application teamviewer at a line'],
    ],
    [
      'a zone',
      () => found(web([]), web([]), usual, { ...usual, to: 'guests' }),
      [
        'https://a.example.com/: no zone guests, got zone guests at a line',
        'https://a.example.com/: zone untrust, got no zone untrust',
      ],
    ],
    [
      'the zone of the resolvers',
      () => found(web([]), web([]), usual, { ...usual, resolverZone: 'guests' }),
      [
        'tcp://192.0.2.1:53: no zone guests, got zone guests at a line',
        'udp://192.0.2.1:53: no zone guests, got zone guests at a line',
        'tcp://192.0.2.1:53: zone inside, got no zone inside',
        'udp://192.0.2.1:53: zone inside, got no zone inside',
      ],
    ],
    [
      'rules that look at no App-ID',
      () => found(web([]), web([]), usual, { ...usual, applications: 'any' }),
      [
        'tcp://192.0.2.1:53: no application ssl, got application ssl at a line',
        'udp://192.0.2.1:53: no application ssl, got application ssl at a line',
        'https://a.example.com/: no application dns, got application dns at a line',
      ],
    ],
    [
      'hosts that are matched by address',
      () => found(web([]), web([]), usual, { ...usual, match: 'fqdn' }),
      [
        'https://a.example.com/: no match objects, got match objects at a line',
        'https://a.example.com/: match url, got no match url',
      ],
    ],
    [
      'a rule that no longer keeps traffic undecrypted',
      () => found(web([]), web([], 'allow')),
      [
        "https://a.example.com/: no decryption by the site's rules, got decryption by the site's rules at a line",
        'https://a.example.com/: decryption none, got no decryption none',
      ],
    ],
  ])('reports a difference: %s', (_name, run, want) => {
    expect(run()).toEqual(want);
  });

  test('names both values in one sentence', () => {
    const files = render(policyFor(web(['teamviewer']), usual));
    const [failure] = verifyTarget(paloalto, policyFor(web([]), usual), [], files).failed;
    expect(failure && failureSentence(failure)).toBe(
      'match conditions: https://a.example.com/: expected no application teamviewer, found application teamviewer',
    );
  });

  test.each<Partial<Options>>([
    usual,
    {},
    { applications: 'any' },
    { match: 'fqdn' },
    { resolverZone: 'untrust' },
  ])('passes equal files: %j', (options) => {
    expect(found(everything, everything, options)).toEqual([]);
  });
});
