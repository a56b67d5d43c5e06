import { expect, test } from '@jest/globals';
import { explained, siteOf } from '../../support/explain.ts';
import { specText } from '../../support/load.ts';

const spec = specText({
  tail: 'unresolved:\n  - { id: imprint, kind: declined, text: the imprint, names: [imprint.example.com, "*.press.example.com"] }',
});

test.each([
  ['https://imprint.example.com/', ['declined', 'the imprint']],
  ['udp://a.b.press.example.com:53', ['declined', 'the imprint']],
])('a flow to a declined name is denied with the reason: %s', (flow, [kind, text]) => {
  const { rules, whyNot } = siteOf(explained(spec, flow), 'branch');
  expect(rules).toEqual([]);
  expect(whyNot[0]).toEqual({
    kind,
    message: `declined: ${text} (unresolved imprint, spec.yaml:22:11)`,
    origins: [],
  });
});

test.each(['https://press.example.com/', 'https://imprint.example.org/', 'https://192.0.2.7/'])(
  'no other flow has that reason: %s',
  (flow) => {
    const { whyNot } = siteOf(explained(spec, flow), 'branch');
    expect(whyNot.map(({ kind }) => kind)).not.toContain('declined');
  },
);
