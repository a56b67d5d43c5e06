import { expect, test } from '@jest/globals';
import { opened } from '../../support/explain.ts';
import { specText } from '../../support/load.ts';

const pathsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => `{ url: "http://www.example.com/${index}" }`);

test.each<[paths: number, shown: number, remarks: readonly string[]]>([
  [100, 100, []],
  [101, 100, ['1 more entry is not shown: ask for a flow with its port and path']],
  [103, 100, ['3 more entries are not shown: ask for a flow with its port and path']],
])(
  'a host with %i open paths has %i entries and a remark about the rest',
  (paths, shown, remarks) => {
    const spec = specText({
      endpoints: pathsOf(paths),
      targets: '{ squid: { tlsInspection: explicit } }',
    });
    const [site] = opened(spec, 'www.example.com').sites;
    expect([site?.open.length, site?.remarks]).toEqual([shown, remarks]);
  },
);
