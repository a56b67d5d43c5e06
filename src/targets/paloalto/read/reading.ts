import type { Network } from '../../../net/network.ts';
import { lazyReading } from '../../kit/reading/lazy-reading.ts';
import type { Access, Qualities, Reading } from '../../reading.ts';
import { decider, schemesOf } from './decide.ts';
import { guarded, networksOf, type Rule, ruleOf } from './rule.ts';
import type { Placed } from './set.ts';
import { identifiersOf, settingsOf } from './settings.ts';

/** What the rules of a file allow. Throws a NotCanonicalError for values that the tool does not write. */
export function readingOf(file: string, model: Placed): Reading {
  const clients = networksOf(file, model, 'clients');
  const inner = networksOf(file, model, 'inner');
  const spared = new Set(model.decryption.map(({ fields }) => fields.get('service')?.[0]));
  const rules = guarded(
    model.security.map((rule) => ruleOf(file, model, spared, rule)),
    inner,
  );
  return lazyReading({
    access: () => rules.filter((rule) => rule.allows).flatMap((rule) => accessOf(rule, clients)),
    settings: settingsOf(file, model),
    identifiers: identifiersOf(file, model),
    matching: { paths: 'entries' },
    decider: () => decider(rules, clients),
  });
}

function accessOf(rule: Rule, clients: readonly Network[]): Access[] {
  const schemes = schemesOf(rule);
  const [ofHosts, ofOthers] = [qualitiesOf(rule, true), qualitiesOf(rule, false)];
  return rule.to.flatMap(({ destination, path, at }) =>
    (rule.ports ?? []).map((ports) => ({
      destination,
      path,
      ports,
      clients,
      at,
      qualities: destination.kind === 'host' ? ofHosts : ofOthers,
      ...(schemes === undefined ? {} : { schemes }),
    })),
  );
}

/** The other conditions of a session: its App-ID, its zone, and how its host is matched. */
function qualitiesOf({ applications, byUrl, zones, isSpared }: Rule, isHost: boolean): Qualities {
  return {
    ...(applications === undefined ? {} : { application: applications }),
    ...(isHost ? { match: [byUrl ? 'url' : 'objects'] } : {}),
    zone: zones,
    decryption: [isSpared ? 'none' : "by the site's rules"],
  };
}
