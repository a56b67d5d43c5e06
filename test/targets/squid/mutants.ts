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
  const next = lines[index + 1];
  const line = lines[index];
  if (next === undefined || line === undefined) return [];
  const others = [...lines.slice(0, index), next, line, ...lines.slice(index + 2)];
  return [{ what: `swap line ${index + 1}: ${line}`, text: `${others.join('\n')}\n` }];
}

/** More hosts, ports, addresses, clients or methods; a condition less; another directive; a comment made a directive. */
function widened(line: string): string[] {
  return [
    line.replace(/dstdomain -n [^.]/, 'dstdomain -n .'),
    line.replace(/dstdomain -n \.?[^.]+/, 'dstdomain -n '),
    line.replace(/ -n /, ' '),
    line.replace(/(dstdomain|server_name)( -n)? /, '$1$2 *.'),
    line.replace(/(dstdomain|server_name)( -n)? (.*)$/, '$1$2 $3 evil.example'),
    line.replace(/regex( -n)? \^/, 'regex$1 '),
    line.replace(/\$$/, ''),
    line.replace('\\.', '.'),
    line.replace('([/?]|$)', ''),
    line.replace(/(src|dst -n) (.*)\/[0-9]+$/, '$1 $2/1'),
    line.replace(/(src|dst -n) .*/, '$1 all'),
    line.replace(/( port) .*/, '$1 1-65535'),
    line.replace(/( port .*)/, '$1 22'),
    line.replace(/ \S+$/, ''),
    line.replace(/ ![^ ]+/, ''),
    line.replace(/ !/, ' '),
    line.replace(/all-of \S+ /, 'all-of '),
    line.replace('all-of', 'any-of'),
    line.replace(/ deny /, ' allow '),
    line.replace(/ allow .*/, ' allow all'),
    line.replace(/ deny \S+$/, ' deny all'),
    line.replace(/ splice .*/, ' splice all'),
    line.replace(/ peek .*/, ' peek all'),
    line.replace('method CONNECT', 'method GET'),
    line.replace('proto HTTP', 'proto FTP'),
    line.replace(/^# .*/, 'http_access allow all'),
    line.replace(/^#/, ''),
    line.replace(/^$/, 'http_access allow all'),
    line.replace('_permit', '_tunnel'),
    line.replace('_tunnel', '_permit'),
    line.replace('_plain', '_permit'),
    line.replace('_secure', '_connect'),
    line.replace(/^/, '# '),
    line.replace(/$/, ' '),
  ].filter((other) => other !== line);
}
