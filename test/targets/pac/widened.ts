/** A table line that lists more, a different answer for all other hosts, a condition that is always true. */
export function widened(line: string): string[] {
  return [
    line.replace(/^( {2}"[^"]+": ")[^"]+"/, '$11-65535"'),
    line.replace(/^( {2}"[^"]+": "[^"]+)"/, '$1,65535"'),
    line.replace(/^( {2}"[^"]+": "[^"]+)"/, '$1 zz"'),
    // The same in the form whose names are nested by label.
    line.replace(/^("\.[^"]*"):[^{]+?(,?)$/, '$1:"1-65535"$2'),
    line.replace(/^("\.[^"]*"):"?([0-9][^",]*).*?(,?)$/, '$1:"$2,65535"$3'),
    line.replace(/^"\.[^".]+\./, '".'),
    line.replace(/^"\.[^"]+"/, '"."'),
    line.replace(/^"\.([^"]+)"/, '".x.$1"'),
    line.replace(/^"\.([^"]+)"/, '".$1x"'),
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
