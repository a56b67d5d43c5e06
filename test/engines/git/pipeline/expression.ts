/** The contexts of a workflow: `github.event_name` is `{ github: { event_name: 'push' } }`. */
export type Contexts = { readonly [name: string]: Contexts | string | boolean };

type Value = Contexts | string | boolean;

/** A text, an operator or a name. */
const token = /\s*(?:('(?:[^']|'')*')|(\|\||&&|==|!=|[!()])|([A-Za-z_][\w.-]*))/y;

/** The value of an expression without its braces. Throws for syntax that no workflow of the project uses, such as `<`. */
export function evaluate(expression: string, contexts: Contexts): Value {
  const tokens = tokensOf(expression);
  const value = either();
  if (tokens.length > 0) throw new Error(`unexpected ${tokens[0]} in ${expression}`);
  return value;

  function either(): Value {
    let left = both();
    while (taken('||')) {
      const right = both();
      left = left ? left : right;
    }
    return left;
  }
  function both(): Value {
    let left = comparison();
    while (taken('&&')) {
      const right = comparison();
      left = left ? right : left;
    }
    return left;
  }
  function comparison(): Value {
    const left = operand();
    if (taken('==')) return left === operand();
    if (taken('!=')) return left !== operand();
    return left;
  }
  function operand(): Value {
    if (taken('!')) return !operand();
    if (taken('(')) return closed(either());
    const word = tokens.shift() ?? '';
    if (word.startsWith("'")) return word.slice(1, -1).replaceAll("''", "'");
    return taken('(') ? closed(statusOf(word, contexts)) : lookup(word, contexts);
  }
  function closed(value: Value): Value {
    if (!taken(')')) throw new Error(`no ) in ${expression}`);
    return value;
  }
  function taken(word: string): boolean {
    if (tokens[0] !== word) return false;
    tokens.shift();
    return true;
  }
}

/** A text whose expressions in braces are replaced by their values. */
export function filled(text: string, contexts: Contexts): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) => {
    const value = evaluate(expression, contexts);
    if (typeof value === 'object') throw new Error(`${expression} is not a text`);
    return String(value);
  });
}

function tokensOf(expression: string): string[] {
  const text = expression.trim();
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const from = token.lastIndex;
    const found = token.exec(text);
    if (found === null) throw new Error(`no token at ${text.slice(from)}`);
    tokens.push(found[0].trim());
  }
  return tokens;
}

/** The value at a path; an empty text where there is none, as in a workflow. */
function lookup(path: string, contexts: Contexts): Value {
  let value: Value | undefined = contexts;
  for (const key of path.split('.')) value = typeof value === 'object' ? value[key] : undefined;
  return value ?? '';
}

/** A function that tells how the job goes. */
function statusOf(name: string, contexts: Contexts): Value {
  if (name === 'cancelled') return false;
  if (name === 'success') return lookup('job.status', contexts) === 'success';
  throw new Error(`unknown function ${name}`);
}
