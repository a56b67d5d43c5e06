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
      replaced('delete'),
      replaced('double', line, line),
      ...swapped(lines, index),
      ...widened(line).map((other) => replaced(`widen to ${other}`, other)),
    ].filter((mutant) => mutant.text !== text);
  });
}

function swapped(lines: readonly string[], index: number): Mutant[] {
  const [line, next] = [lines[index], lines[index + 1]];
  if (line === undefined || next === undefined) return [];
  const others = [...lines.slice(0, index), next, line, ...lines.slice(index + 2)];
  return [{ what: `swap line ${index + 1}: ${line}`, text: `${others.join('\n')}\n` }];
}

/** A line of either file that says more than it did; for both files at once, the same words stand in both. */
export function widened(line: string): string[] {
  return [
    line.replace(/\b[a-z0-9-]+\.example\./, 'example.'),
    line.replace(/\b[a-z0-9-]+\.example\./, '*.example.'),
    line.replace(/\*\.example/, '*.*.example'),
    line.replace(/(\.com|\.net|\.org)\/[A-Za-z]*/, '$1'),
    line.replace(/(\.com|\.net|\.org)\/[A-Za-z]+/, '$1/'),
    line.replace(/\^/, '*'),
    line.replace(/(ip-netmask[ >][0-9a-f:.]+)\/[0-9]+/, '$1/1'),
    line.replace(/(ip-range[ >])[0-9.]+-/, '$10.0.0.0-'),
    line.replace(/(ip-(?:netmask|range)[ >])[^< ]+/, '$1198.18.0.0/15'),
    line.replace(/(port[ >])[0-9-]+/, '$11-65535'),
    line.replace(/protocol udp/, 'protocol tcp'),
    line.replace(/((?:source|destination|application|service|category|from|to) )\S+$/, '$1any'),
    line.replace(/(<member>)[^<]+/, '$1any'),
    line.replace(/(members) \S+$/, '$1 any'),
    line.replace(/\bdeny$/, 'allow'),
    line.replace(/>deny</, '>allow<'),
    line.replace(/no-decrypt$/, 'decrypt'),
    line.replace(/disabled no$/, 'disabled yes'),
    line.replace(/>no</, '>yes<'),
    line.replace(/disabled yes$/, 'disabled no'),
    line.replace(/URL List/, 'Category Match'),
    line.replace(/^delete /, 'set '),
    line.replace(/^set /, 'delete '),
    line.replace(/^(delete \S*rulebase.*)/, '$1'),
    line.replace(/ spt-clients$/, ' any'),
    line.replace(/ after /, ' before '),
    line.replace(/^(set|delete|move) /, '$1 shared '),
    line.replace(/^(set|delete|move) /, '$1 vsys vsys1 '),
  ].filter((other) => other !== line);
}
