import { describe, expect, test } from '@jest/globals';
import { refusedLines } from '../support/compiler.ts';

/** Checks that the compiler rejects the lines marked with false, and only those. */
function expectJudged(head: readonly string[], rows: readonly (readonly [boolean, string])[]) {
  const refused = new Set(
    refusedLines(
      head,
      rows.map(([, line]) => line),
    ),
  );
  const wrong = rows.filter(([compiles], index) => compiles === refused.has(index));
  expect(wrong).toEqual([]);
}

describe('an incomplete target does not compile', () => {
  const head = [
    "import type { Target } from '#/src/targets/target.ts';",
    'type Parts = Omit<Target, "clients" | "connects">;',
    'declare const parts: Parts;',
  ];

  test('without clients and connects', () => {
    expectJudged(head, [
      [true, 'const a: Target = { ...parts, clients: "filtered", connects: "directly" };'],
      [true, 'const b: Target = { ...parts, clients: "everyone", connects: "by-proxy" };'],
      [false, 'const c: Target = { ...parts, connects: "directly" };'],
      [false, 'const d: Target = { ...parts, clients: "filtered" };'],
      [false, 'const e: Target = { ...parts, clients: true, connects: "directly" };'],
      [false, 'const f: Target = { ...parts, clients: undefined, connects: "directly" };'],
      [false, 'const g: Target = { ...parts, clients: "some", connects: "directly" };'],
      [false, 'const h: Target = { ...parts, clients: "filtered", connects: "somehow" };'],
    ]);
  });

  test('with a coverage that lacks its reason or its additions', () => {
    const more = [
      "import type { Coverage } from '#/src/targets/coverage.ts';",
      "const reason = 'it can no better';",
      "const ports = [{ transport: 'tcp', low: 443, high: 443 }] as const;",
      "const adds = [{ what: 'below', ports }] as const;",
    ];
    expectJudged(more, [
      [true, "const a: Coverage = { kind: 'exact', reason: '' };"],
      [true, "const b: Coverage = { kind: 'wider', reason, adds };"],
      [true, "const c: Coverage = { kind: 'wider', reason, unseen: [reason], lacks: ports };"],
      [true, "const d: Coverage = { kind: 'narrower', reason, lacks: ports, as: [] };"],
      [true, "const e: Coverage = { kind: 'unsupported', reason };"],
      [true, "const f: Coverage = { kind: 'not-applicable', reason };"],
      [false, "const g: Coverage = { kind: 'wider', reason };"],
      [false, "const h: Coverage = { kind: 'wider', reason, adds: [] };"],
      [false, "const i: Coverage = { kind: 'wider', reason, unseen: [] };"],
      [false, "const j: Coverage = { kind: 'wider', reason, adds: [], unseen: [] };"],
      [false, "const k: Coverage = { kind: 'wider', reason, lacks: ports };"],
      [false, "const l: Coverage = { kind: 'exact', reason };"],
      [false, "const m: Coverage = { kind: 'exact', reason: '', adds };"],
      [false, "const n: Coverage = { kind: 'exact', reason: '', lacks: ports };"],
      [false, "const o: Coverage = { kind: 'narrower', reason, adds };"],
      [false, "const p: Coverage = { kind: 'unsupported', reason, lacks: ports };"],
      [false, "const q: Coverage = { kind: 'not-applicable', reason, passages: [] };"],
      [false, "const r: Coverage = { kind: 'not-applicable' };"],
      [false, "const s: Coverage = { kind: 'similar', reason };"],
    ]);
  });
});

describe('a view does not compile', () => {
  const head = [
    "import { madeFrom } from '#/src/targets/kit/writing/made-from.ts';",
    "import { view } from '#/src/targets/iptables/view.ts';",
    "import { templates as t } from '#/compiled/templates.js';",
    "const others = { 'iptables/sets.ipset': t['iptables/sets.ipset'], 'iptables/dnsmasq.conf': t['iptables/dnsmasq.conf'], 'iptables/apply.sh': t['iptables/apply.sh'] };",
  ];
  const rules = (four: string, six: string, more = '') =>
    `madeFrom({ ...others, 'iptables/rules.v4': t['${four}'], 'iptables/rules.v6': t['${six}']${more} }, view);`;

  test('with the template of another file, an unknown template, or a missing file', () => {
    expectJudged(head, [
      [true, rules('iptables/rules', 'iptables/rules')],
      [false, rules('iptables/rules', 'iptables/sets.ipset')],
      [false, rules('iptables/rules', 'iptables/rules.v6')],
      [false, rules('iptables/rules', 'iptables/rules', ", 'iptables/more': t['iptables/rules']")],
    ]);
  });
});

describe('text that was encoded for one position of a template does not compile in another one', () => {
  /** A leaf by its template and path, its encoder, and encoders of other leaves. */
  type Swap = readonly [leaf: string, own: string, others: readonly string[]];

  const swaps: Readonly<Record<string, readonly Swap[]>> = {
    iptables: [
      ["['iptables/apply.sh']['hook']", 'encodeHook', ['encodeComment', 'encodeSlug']],
      ["['iptables/apply.sh']['interfaces']", 'encodeInterfaces', ['encodeNetworks', 'encodeHook']],
      ["['iptables/apply.sh']['clients4']", 'encodeNetworks', ['encodeCidr', 'encodeComment']],
      [
        "['iptables/rules']['parts'][number]['accepts'][number]['comment']",
        'encodeComment',
        ['encodeHook'],
      ],
      [
        "['iptables/rules']['parts'][number]['accepts'][number]['set']",
        'encodeSet',
        ['encodeOwnSet'],
      ],
      [
        "['iptables/rules']['parts'][number]['guards'][number]['block']",
        'encodeCidr',
        ['encodeNetworks'],
      ],
      ["['iptables/sets.ipset']['sets'][number]['name']", 'encodeSet', ['encodeOwnSet']],
      ["['iptables/sets.ipset']['own'][number]['name']", 'encodeOwnSet', ['encodeSet']],
      ["['iptables/dnsmasq.conf']['names'][number]['sets']", 'encodeSets', ['encodeName']],
    ],
    pac: [
      ["['pac/proxy.pac']['direct']", 'quoteAnswer', ['quoteName', 'encodeComment']],
      ["['pac/proxy.pac']['otherwise']", 'encodeValue', ['quoteAnswer']],
      ["['pac/proxy.pac']['functionName']", 'encodeIdentifier', ['encodeComment']],
      ["['pac/proxy.pac']['hosts'][number]['name']", 'quoteDestination', ['quotePorts']],
      ["['pac/proxy.pac']['hosts'][number]['ports']", 'quotePorts', ['quoteDestination']],
    ],
    paloalto: [
      [
        "['paloalto/rules.set']['rules'][number]['urls'][number]['url']",
        'encodeUrl',
        ['encodeName'],
      ],
      ["['paloalto/rules.set']['rules'][number]['source']", 'encodeName', ['encodeKeyword']],
      ["['paloalto/rules.set']['rules'][number]['description']", 'encodeText', ['encodeXmlText']],
      ["['paloalto/rules.set']['from']", 'encodeSiteName', ['encodeText', 'encodeXmlName']],
      ["['paloalto/rules.set']['moves'][number]['where']", 'encodeAfter', ['encodeSiteName']],
      ["['paloalto/rules.xml']['spec']", 'encodeXmlComment', ['encodeSlug', 'encodeXmlText']],
      ["['paloalto/rules.xml']['services'][number]['port']", 'encodePort', ['encodeTransport']],
      [
        "['paloalto/rules.xml']['securityRules'][number]['action']",
        'encodeKeyword',
        ['encodeName'],
      ],
    ],
    pfsense: [
      ["['pfsense/config.xml']['rules'][number]['port']", 'encodePort', ['encodeTracker']],
      ["['pfsense/config.xml']['rules'][number]['descr']", 'encodeDescription', ['encodeText']],
      ["['pfsense/config.xml']['aliases'][number]['descr']", 'encodeText', ['encodeDescription']],
      [
        "['pfsense/config.xml']['aliases'][number]['addresses']",
        'encodeEntries',
        ['encodeDetails'],
      ],
      ["['pfsense/aliases.txt']['aliases'][number]['name']", 'encodeAlias', ['encodeSlug']],
    ],
    squid: [
      ["['squid/bypass.conf']['rules'][number]['id']", 'encodeComment', ['encodeAcl']],
      [
        "['squid/bypass.conf']['rules'][number]['ports'][number]['value']",
        'encodePorts',
        ['encodeName'],
      ],
      [
        "['squid/bypass.conf']['rules'][number]['names'][number]['value']",
        'encodeBelow',
        ['encodePattern'],
      ],
      [
        "['squid/bypass.conf']['rules'][number]['paths'][number]['value']",
        'encodePath',
        ['encodePattern'],
      ],
      ["['squid/bypass.conf']['clients'][number]['network']", 'encodeNetwork', ['encodeName']],
      ["['squid/bypass.conf']['adaptation'][number]['service']", 'encodeService', ['encodeAcl']],
    ],
  };

  test.each(Object.keys(swaps))('%s', (target) => {
    const head = [
      "import type { TemplateViews } from '#/compiled/templates.js';",
      `import type * as encoders from '#/src/targets/${target}/encode.ts';`,
      'type Encoders = typeof encoders;',
      'declare function take<Text>(text: Text): void;',
      'declare function made<Name extends keyof Encoders>(name: Name): ReturnType<Encoders[Name]>;',
    ];
    const rows = (swaps[target] ?? []).flatMap(([leaf, own, others]) =>
      [own, ...others].map(
        (encoder, index) =>
          [index === 0, `take<TemplateViews${leaf}>(made('${encoder}'));`] as const,
      ),
    );
    expectJudged(head, rows);
  });
});
