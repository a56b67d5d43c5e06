import type { Unresolved } from '../../../language/types.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A requirement that the document demands without naming hosts, or does not mention at all. */
export const unresolvedRequirement: SpecRule = {
  id: 'unresolved-requirement',
  severity: 3,
  title: 'a requirement of the product has no endpoint',
  why: 'The document demands this access without naming hosts, or does not mention it. No endpoint allows it, so the product may fail.',
  remedy: 'ask the publisher for hosts and ports, and add them as endpoints',
  check: ({ spec }) =>
    spec.unresolved.map((item) => ({
      subject: item.id,
      message: `${words[item.kind]}: ${item.text}`,
      at: item.place,
    })),
};

const words: Readonly<Record<Unresolved['kind'], string>> = {
  demanded: 'required, host unknown',
  silent: 'not documented',
};
