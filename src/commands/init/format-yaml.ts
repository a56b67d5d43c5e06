// Texts that YAML reads unchanged without quotes, also inside brackets.
const plain = /^(?!true$|false$|null$)[A-Za-z](?:[\w./-]|:(?=[\w/]))*$/;

/** A value as one line of YAML. */
export function formatYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(formatYaml).join(', ')}]`;
  if (typeof value === 'string') return plain.test(value) ? value : JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([key, inner]) => `${key}: ${formatYaml(inner)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
