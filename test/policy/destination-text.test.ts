import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDestination } from '../../src/net/destination.ts';
import { destinationText } from '../../src/policy/destination-text.ts';
import { loadFiles, specText } from '../support/load.ts';

const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,6}[a-z]$/);
const byte = fc.nat(255);
const host = fc
  .tuple(fc.constantFrom('', '*.', 'cdn*.'), label)
  .map((parts) => `${parts.join('')}.example.com`);
const address = fc.tuple(byte, byte).map(([a, b]) => `198.18.${a}.${b}`);
const network = fc.oneof(
  address,
  address.map((each) => `${each}/32`),
  byte.map((part) => `198.18.${part}.0/24`),
  byte.map((part) => `198.18.0.${part}-198.18.1.7`),
  fc.nat(0xffff).map((part) => `2001:db8:${part.toString(16)}::/48`),
  fc.nat(0xfffe).map((part) => `2001:db8::${(part + 1).toString(16)}/128`),
);
const line = fc.oneof(
  host,
  network,
  host.map((each) => `${each.toUpperCase()}.`),
);
const entry = fc.oneof(
  host.map((each) => `{ host: "${each}", service: https }`),
  network.map((each) => `{ network: "${each}", service: https }`),
  fc.oneof(host, address).map((each) => `{ url: "http://${each}/path" }`),
  fc.constantFrom('{ to: any, service: https }', '{ to: resolvers, service: http }'),
  fc.constant('{ list: list.txt, service: https }'),
);

test('the text of a destination is its canonical form, however the spec writes it', () => {
  let valid = 0;
  fc.assert(
    fc.property(
      fc.array(entry, { minLength: 1, maxLength: 8 }),
      fc.array(line, { minLength: 1 }),
      (endpoints, lines) => {
        const files = { 'spec.yaml': specText({ endpoints }), 'list.txt': lines.join('\n') };
        const loaded = loadFiles(files);
        const groups = loaded.ok ? loaded.value.spec.groups : [];
        const all = groups.flatMap((group) => group.endpoints);
        expect(all.map(destinationText)).toEqual(
          all.map(({ destination }) => formatDestination(destination)),
        );
        valid += all.length;
      },
    ),
    { numRuns: 300 },
  );
  expect(valid).toBeGreaterThan(300);
});
