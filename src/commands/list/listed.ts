import { counted } from '../../io/terminal.ts';
import type { ListAnswer } from '../../report/list/answer.ts';
import { entriesOf, type ListEntry } from '../../review/list/entries.ts';
import type { Given } from '../cli/verb.ts';
import type { site, target } from '../shared/options.ts';
import { selectionOf } from '../shared/selection.ts';
import { compile, readSpec, type SpecWords } from '../shared/spec.ts';

/** The entries of the selected sites and targets. Throws a UserError for an unknown one, and InvalidSpec. */
export function listed(words: SpecWords & Given<typeof site | typeof target>): ListAnswer {
  const loaded = readSpec(words);
  const { sites, targets } = selectionOf(loaded.spec, words);
  const entries: ListEntry[] = [];
  const policies = compile(loaded);
  const selected = loaded.spec.sites.filter(({ id }) => sites?.has(id) ?? true);
  for (const site of counted(selected, 'Listing sites'))
    for (const entry of entriesOf(policies.of(site), targets)) entries.push(entry);
  const used = new Set(entries.flatMap(({ coverage }) => coverage.map((each) => each.target)));
  return { entries, targets: [...used].sort() };
}
