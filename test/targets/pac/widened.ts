/** A table line that lists more, a different answer for all other hosts, a condition that is always true. */
export function widened(line: string): string[] {
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
    line.replace(/^var OTHERWISE = .*;/, 'var OTHERWISE = LISTED;'),
    line.replace(/\? LISTED : OTHERWISE/, '? LISTED : LISTED'),
    line.replace(/\breturn false;/, 'return true;'),
    line.replace(/\bif \(.*?\) return/, 'if (true) return'),
    line.replace(/===/, '!=='),
    line.replace(/<=/, '<'),
  ];
}
