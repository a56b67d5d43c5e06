import type { AuditRemark } from './report.ts';

/** How the spec allows what it does not write exactly so. */
export type Form = { readonly kind: AuditRemark['kind']; text(side: string): string };

export const writtenAs: Form = {
  kind: 'written-otherwise',
  text: (side) => `written as ${side}, which says so with "printed"`,
};
export const withinNamed: Form = {
  kind: 'written-otherwise',
  text: (side) => `allowed with ${side}, and the document names all of that`,
};
export const covered: Form = { kind: 'covered', text: (side) => `covered by ${side}` };
export const inParts: Form = {
  kind: 'written-otherwise',
  text: (side) => `allowed in parts, which are all of it together: ${side} is one`,
};
export const withoutPort: Form = {
  kind: 'no-port',
  text: (side) => `named without a usable port: the spec allows it with ${side}`,
};
