import type { Unresolved } from '../../../language/types.ts';
import type { SpecRule } from '../kit/rule.ts';

/** What a document demands without naming it, or plainly leaves out. */
export const unresolvedRequirement: SpecRule = {
  id: 'unresolved-requirement',
  severity: 3,
  title: 'the product needs something that no endpoint opens',
  why: 'The spec says what its document demands without a name, or is silent about. It stays shut, and will be missed.',
  remedy: 'ask the publisher for hosts and ports, and make endpoints of the answer',
  check: ({ spec }) =>
    spec.unresolved.map((item) => ({
      subject: item.id,
      message: `${words[item.kind]}: ${item.text}`,
      at: item.place,
    })),
};

const words: Readonly<Record<Unresolved['kind'], string>> = {
  demanded: 'demanded without a name',
  silent: 'not spoken of',
};
