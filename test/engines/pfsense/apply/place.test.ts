import { describe, expect } from '@jest/globals';
import type { PfsenseOptions } from '../../../targets/pfsense/support.ts';
import { type Fields, type Firewall, needsPhp, succeeded, withFirewall } from './firewall.ts';
import { changed, filesOf, separator, siteRule, siteTree } from './site.ts';

type Position = NonNullable<PfsenseOptions['position']>;

const marked = [siteRule('first'), siteRule('marker'), siteRule('last')];
const elsewhere = siteRule('marker', { interface: 'wan' });

/** A firewall with three rules on the interface, and one of another in front. */
const tree = (rules: readonly Fields[] = [elsewhere, ...marked], separators: Fields = {}) =>
  siteTree({ filter: { rule: rules, ...(hasAny(separators) ? { separator: separators } : {}) } });

const hasAny = (fields: Fields) => Object.keys(fields).length > 0;

/** The descriptions of the rules on the interface, with one word for ours. */
function orderOf({ rules }: Firewall, name = 'lan'): string {
  const words = rules
    .filter((rule) => rule['interface'] === name)
    .map(({ descr }) => (String(descr).startsWith('spt: ') ? 'ours' : String(descr)));
  return words.filter((word, index) => word !== 'ours' || words[index - 1] !== 'ours').join(' ');
}

const onMaster = <Value>(work: (firewall: Firewall) => Value, given = tree()): Value =>
  withFirewall('master', given, work);

const at = (position?: Position) => filesOf(['web'], position === undefined ? {} : { position });

describe('the position', () => {
  const places: readonly (readonly [string, Position | undefined, string])[] = [
    ['no option: top', undefined, 'ours first marker last'],
    ['top', 'top', 'ours first marker last'],
    ['bottom', 'bottom', 'first marker last ours'],
    ['after a rule', { after: 'marker' }, 'first marker ours last'],
    ['before a rule', { before: 'marker' }, 'first ours marker last'],
    ['after the last rule', { after: 'last' }, 'first marker last ours'],
  ];
  for (const [what, position, order] of places)
    needsPhp(what, () => {
      onMaster((firewall) => {
        firewall.apply(at(position));
        expect(orderOf(firewall)).toBe(order);
        expect(firewall.apply(at(position))).toBe('');
      });
    });

  needsPhp('counts only the first time: later the rules stay where the first of them is', () => {
    onMaster((firewall) => {
      firewall.apply(at('bottom'));
      expect(firewall.apply(at('top'))).toBe('');
      expect(orderOf(firewall)).toBe('first marker last ours');
    });
  });

  needsPhp('without a rule on the interface, they are at the end', () => {
    onMaster(
      (firewall) => {
        firewall.apply(at('top'));
        expect(firewall.rules[0]).toMatchObject(elsewhere);
        expect(firewall.apply(at('top'))).toBe('');
      },
      tree([elsewhere]),
    );
  });

  for (const [what, rules] of [
    ['missing', [elsewhere, siteRule('first')]],
    ['doubled', [...marked, siteRule('marker')]],
  ] as const)
    needsPhp(`a rule that is ${what} is refused`, () => {
      onMaster((firewall) => {
        const { text } = firewall;
        const { status, stderr } = firewall.run(at({ after: 'marker' }), 'apply', '--yes');
        expect(status).toBe(1);
        expect(stderr).toMatch(/the position is "after marker", but [02] rules of the interface/);
        expect(firewall.text).toBe(text);
      }, tree(rules));
    });
});

describe('the run', () => {
  const ours = (firewall: Firewall) =>
    firewall.rules.filter(({ descr }) => String(descr).startsWith('spt: '));

  needsPhp('comes together where the first of them is, in the order of the file', () => {
    onMaster((firewall) => {
      firewall.apply(at('top'));
      const [head, ...rest] = ours(firewall);
      const moved = [
        elsewhere,
        marked[0],
        rest.at(-1),
        marked[1],
        ...rest.slice(0, -1),
        head,
        marked[2],
      ];
      firewall.tree = tree(moved as Fields[]);
      firewall.tree = changed(firewall.tree, 'aliases/alias', []);
      expect(firewall.apply(at('top'))).toContain('~ the order of the rules');
      expect(orderOf(firewall)).toBe('first ours marker last');
      expect(ours(firewall)).toEqual([head, ...rest]);
      expect(firewall.apply(at('top'))).toBe('');
    });
  });

  needsPhp('moves to another interface, at its position there', () => {
    onMaster(
      (firewall) => {
        firewall.apply(at('bottom'));
        const opt = filesOf(['web'], { interface: 'opt1', position: { after: 'guests' } });
        firewall.apply(opt);
        expect([orderOf(firewall), orderOf(firewall, 'opt1')]).toEqual([
          'first marker last',
          'guests ours',
        ]);
      },
      tree([...marked, siteRule('guests', { interface: 'opt1' })]),
    );
  });

  needsPhp('a floating rule with our description and source goes', () => {
    onMaster((firewall) => {
      firewall.apply(at());
      const [head, ...rest] = ours(firewall);
      firewall.tree = changed(firewall.tree, 'filter/rule', [
        { ...head, floating: 'yes', quick: 'yes' },
        ...marked,
        ...rest,
      ]);
      expect(firewall.apply(at())).toContain('~ rule');
      expect(orderOf(firewall)).toBe('first marker last ours');
      expect(firewall.text).not.toContain('floating');
    });
  });
});

describe('separators', () => {
  const rowsOf = (firewall: Firewall) => {
    const { separator: groups } = firewall.tree['filter'] as Fields;
    const { lan } = groups as Fields;
    return Object.values(lan as Fields).map((each) => ((each as Fields)['row'] as string[])[0]);
  };
  const lines = {
    lan: { sep0: separator(0, 'all'), sep1: separator(1, 'middle'), sep2: separator(3, 'end') },
  };

  // One group has three rules, and the last rule denies.
  const rows: readonly (readonly [Position, string])[] = [
    ['top', 'fr4 fr5 fr7'],
    ['bottom', 'fr0 fr1 fr3'],
    [{ after: 'first' }, 'fr0 fr5 fr7'],
    [{ before: 'marker' }, 'fr0 fr1 fr7'],
  ];
  for (const [position, want] of rows)
    needsPhp(`stay beside the same rules: ${JSON.stringify(position)}`, () => {
      onMaster(
        (firewall) => {
          const first = at(position);
          firewall.apply(first);
          expect(rowsOf(firewall).join(' ')).toBe(want);
          expect(firewall.apply(first)).toBe('');
          firewall.apply(filesOf(['mail', 'web'], { position }));
          firewall.apply(first);
          expect(rowsOf(firewall).join(' ')).toBe(want);
          succeeded(firewall.run(first, 'remove', '--yes'));
          expect((firewall.tree['filter'] as Fields)['separator']).toEqual(lines);
        },
        tree(undefined, lines),
      );
    });

  needsPhp('those of the interface that the rules leave move too, and no others', () => {
    const both = {
      ...lines,
      opt1: { sep0: separator(0, 'guests') },
      wan: { sep0: separator(1, 'x') },
    };
    onMaster(
      (firewall) => {
        firewall.apply(at());
        firewall.apply(filesOf(['web'], { interface: 'opt1' }));
        const { separator: groups } = firewall.tree['filter'] as Fields;
        expect(groups).toEqual({ ...both, opt1: { sep0: separator(4, 'guests') } });
      },
      tree([elsewhere, ...marked, siteRule('guests', { interface: 'opt1' })], both),
    );
  });

  needsPhp('a row in another shape stays', () => {
    const shapes = { lan: { sep0: { row: 'fr1', text: 'a' }, sep1: '', sep2: { row: ['top'] } } };
    onMaster(
      (firewall) => {
        firewall.apply(at());
        const { separator: groups } = firewall.tree['filter'] as Fields;
        expect(groups).toEqual({
          lan: { sep0: { row: 'fr5', text: 'a' }, sep1: '', sep2: { row: ['top'] } },
        });
      },
      tree(undefined, shapes),
    );
  });
});
