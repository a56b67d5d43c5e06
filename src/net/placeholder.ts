import { type Refusal, refuse } from '../problem.ts';

/** A part of a name that differs by customer, country or region, as documents print it: `<tenant>`, `[country]`, `{region}`. */
const placeholder =
  /<[^<>]{1,64}>|\[[a-z][a-z0-9 _-]{0,63}\]|[$%#]?\{{1,2}[^{}]{1,64}\}{1,2}|%[a-z_]{1,64}%|\$[a-z_]{1,64}/i;

/** The placeholder in a text; undefined without one. */
export function placeholderIn(text: string): string | undefined {
  return placeholder.exec(text)?.[0];
}

/** Refuses a host with a placeholder in it. */
export function refusePlaceholder(text: string): Refusal | undefined {
  const found = placeholderIn(text);
  if (found === undefined) return undefined;
  return refuse(
    'host-placeholder',
    `expected a host, found the placeholder "${found}" in "${text}"`,
    // Where variables are allowed, they are replaced before the host is read.
    found.startsWith('${')
      ? `replace "${found}" with the real value: variables have no place here`
      : `replace "${found}" with the real value; write one endpoint for each host`,
  );
}
