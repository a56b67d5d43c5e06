/** A file in which one line was changed, and how. */
export type Mutant = { readonly what: string; readonly text: string };

/** Every single line deleted, doubled, swapped with the next, and widened in each way that it can be. */
export function mutantsOf(text: string): Mutant[] {
  const lines = text.slice(0, -1).split('\n');
  return lines.flatMap((line, index) => {
    const replaced = (what: string, ...others: string[]): Mutant => ({
      what: `${what} line ${index + 1}: ${line}`,
      text: `${[...lines.slice(0, index), ...others, ...lines.slice(index + 1)].join('\n')}\n`,
    });
    return [
      replaced('delete', ...[]),
      replaced('double', line, line),
      ...swapped(lines, index),
      ...widened(line).map((other) => replaced(`widen to ${other}`, other)),
    ].filter((mutant) => mutant.text !== text);
  });
}

function swapped(lines: readonly string[], index: number): Mutant[] {
  const next = lines[index + 1];
  const line = lines[index];
  if (next === undefined || line === undefined) return [];
  const others = [...lines.slice(0, index), next, line, ...lines.slice(index + 2)];
  return [{ what: `swap line ${index + 1}: ${line}`, text: `${others.join('\n')}\n` }];
}

/** A line of a table that lists more, the answer for all other hosts turned, a condition that always holds. */
function widened(line: string): string[] {
  return [
    line.replace(/^( {2}"[^"]+": ")[^"]+"/, '$11-65535"'),
    line.replace(/^( {2}"[^"]+": "[^"]+)"/, '$1,65535"'),
    line.replace(/^( {2}"[^"]+": "[^"]+)"/, '$1 zz"'),
    line.replace(/^ {2}"[^".]+\./, '  "'),
    line.replace(/^ {2}"[^".]+\./, '  "*.'),
    line.replace(/^ {2}"([^"]+)"/, '  "*.$1"'),
    line.replace(/\/[0-9]+"/, '/1"'),
    line.replace(/^var ANY = ".*"/, 'var ANY = "1-65535"'),
    line.replace(/^var OTHERWISE = .*;/, 'var OTHERWISE = "DIRECT";'),
    line.replace(/^var OTHERWISE = .*;/, 'var OTHERWISE = AROUND;'),
    line.replace(/\? AROUND : OTHERWISE/, '? AROUND : AROUND'),
    line.replace(/\breturn false;/, 'return true;'),
    line.replace(/\bif \(.*?\) return/, 'if (true) return'),
    line.replace(/===/, '!=='),
    line.replace(/<=/, '<'),
  ].filter((other) => other !== line);
}
