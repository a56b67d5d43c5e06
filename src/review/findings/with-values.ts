import { grouped } from '../../maps.ts';
import { compareText, sortedUnique } from '../../net/order.ts';
import { mergePorts } from '../../net/port.ts';
import type { FindingDraft } from './finding.ts';

const mostNamed = 3;

/** One draft of all with the same cause: they differ only in the values that sites give. Names the first few values. */
export function withValues(drafts: readonly FindingDraft[]): FindingDraft[] {
  if (drafts.every(({ given }) => given === undefined)) return [...drafts];
  const causes = grouped(drafts, ({ subject, message, at, given }) =>
    JSON.stringify([subject, message, at, given === undefined]),
  );
  return [...causes.values()].flatMap((same) => {
    const [first] = same;
    const values = sortedUnique(
      same.flatMap(({ given }) => given ?? []),
      compareText,
    );
    if (first === undefined || values.length === 0) return [...same];
    return [{ ...joined(first, same), ...withText(first, textOf(values)), values }];
  });
}

/** The messages with values, except the one that other endpoints share. */
function withText({ message, cause, common = message }: FindingDraft, text: string) {
  return {
    message: `${message} (${text})`,
    cause: cause && `${cause} (${text})`,
    common,
  };
}

function joined(first: FindingDraft, same: readonly FindingDraft[]): FindingDraft {
  const { ports, outputs, scope } = first;
  // The values of sites can be in several domains.
  const host = same.length === 1 ? scope?.host : undefined;
  return {
    ...first,
    ...(scope && { scope: { ...scope, host } }),
    ports: ports && mergePorts(same.flatMap((each) => each.ports ?? [])),
    outputs: outputs && same.flatMap((each) => each.outputs ?? []),
  };
}

function textOf(values: readonly string[]): string {
  const more = values.length - mostNamed;
  const separator = values.some((value) => value.includes(', ')) ? '; ' : ', ';
  const named = values.slice(0, mostNamed).join(separator);
  return more > 0 ? `${named} and ${more} more` : named;
}
