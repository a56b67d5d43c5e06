import type { Unresolved } from '../../../language/types.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A requirement that the document demands without naming hosts, or does not mention at all. */
export const unresolvedRequirement: SpecRule = {
  id: 'unresolved-requirement',
  severity: 3,
  title: 'a requirement of the product has no endpoint',
  why: 'The document demands this access without naming hosts, or does not mention it, or the spec declines it. No endpoint allows it, so the product may fail.',
  remedy: 'ask the publisher for hosts and ports, and add them as endpoints',
  check: ({ spec }) =>
    spec.unresolved.map((item) => ({
      subject: item.id,
      message: `${words[item.kind]}: ${item.text}${namesText(item)}`,
      at: item.place,
      ...(item.kind === 'declined' ? { help: declinedHelp } : {}),
    })),
};

const declinedHelp =
  'confirm in an exception that the product works without it, or add it as an endpoint';

/** The first names of a declined need; coverage.md lists all of them. */
function namesText({ names }: Unresolved): string {
  if (names.length === 0) return '';
  const shown = names.slice(0, 3).map(({ written }) => written);
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return ` (${shown.join(', ')}${more})`;
}

const words: Readonly<Record<Unresolved['kind'], string>> = {
  demanded: 'required, host unknown',
  silent: 'not documented',
  declined: 'declined',
};
