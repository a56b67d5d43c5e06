/** Networks, ports, names, states and verdicts that let more pass, another set or chain, and a letter or digit changed. */
export function widened(line: string): string[] {
  return [
    line.replace(/\/(\d+) /, (_all, length: string) => `/${Number(length) - 1} `),
    line.replace(
      /^(add .*\/)(\d+)$/,
      (_all, start: string, length: string) => `${start}${Number(length) - 1}`,
    ),
    line.replace(/^(add .*)$/, '$1 nomatch'),
    line.replace(/^(add .* )\S+$/, '$10.0.0.0/1'),
    line.replace(/hash:net/, 'hash:ip'),
    line.replace(/-d \S+ /, ''),
    line.replace(/-p tcp -m tcp --dport \S+ /, ''),
    line.replace(/--dport (\d+)/, '--dport 1:$1'),
    line.replace(/-m set .* dst /, ''),
    line.replace(/-j (REJECT|DROP).*/, '-j ACCEPT'),
    line.replace(/-g \S+/, '-j ACCEPT'),
    line.replace(/-j RETURN/, '-j ACCEPT'),
    line.replace(/ESTABLISHED/, 'ESTABLISHED,NEW'),
    line.replace(/-A ([A-Z]+)-[A-Z]+/, '-A $1-REQUIRED'),
    line.replace(/ipset=\/[^.]+\./, 'ipset=/'),
    line.replace(/^ipset=\//, 'ipset=/evil.example/'),
    line.replace(/,.*/, ''),
    line.replace(/_v4/, '_v6'),
    line.replace(/300/, '301'),
    line.replace(/inet /, 'inet6 '),
    line.replace(/(clients_v4=')/, '$1128.0.0.0/1 '),
    line.replace(/[0-9]/, (digit) => `${(Number(digit) + 1) % 10}`),
    line.replace(/[a-z](?=[^a-z]*$)/, 'q'),
    line.replace(/$/, ' '),
  ];
}
