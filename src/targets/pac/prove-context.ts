import { type Context, createContext, runInContext, Script } from 'node:vm';

/** A URL and its host, as a browser would pass them. */
export type Call = { readonly url: string; readonly host: string };

/** A context for files, and whether it is still as it was created. */
type Room = { readonly context: Context; readonly isUntouched: () => boolean };

// A context takes as long to create as a small file takes to run, so all files share one.
let shared: Room | undefined;

/**
 * Runs a PAC file, calls its function for each of these calls, and returns the answers as JSON, so that no object leaves
 * the context. Throws for a file that does not run, or that takes longer than `timeout` milliseconds. No file sees what
 * an earlier one has left.
 */
export function answersOf(
  text: string,
  calls: readonly Call[],
  functionName: string,
  timeout: number,
): unknown {
  // Only a text that is a whole script cannot end the function that it is put in.
  new Script(text);
  shared = shared?.isUntouched() === true ? shared : open();
  const { context } = shared;
  try {
    return runInContext(scriptOf(text, calls, functionName), context, { timeout });
  } catch (error) {
    shared = undefined;
    throw error;
  }
}

/** The file is the body of a function, so that its names end with it and do not hide those of the calls. */
function scriptOf(text: string, calls: readonly Call[], functionName: string): string {
  return `(function (load) {
  var way = load(), calls = ${JSON.stringify(calls)}, answers = [], i;
  for (i = 0; i < calls.length; i += 1) answers[i] = way(calls[i].url, calls[i].host);
  return JSON.stringify(answers);
}(function () {
${text}
return ${functionName};
}));`;
}

function open(): Room {
  const context = createContext({});
  const isUntouched: () => unknown = runInContext(guard, context);
  return { context, isUntouched: () => isUntouched() === true };
}

// What a file can use is frozen. Everything else that it can leave is a change of the global object, which ends the
// context. The guard keeps the functions that it needs, and calls no getter.
const guard = `(function () {
  "use strict";
  var global = globalThis, keysOf = Reflect.ownKeys, describe = Reflect.getOwnPropertyDescriptor;
  var above = Reflect.getPrototypeOf, same = Object.is;
  [Object, Function, Array, String, Number, Boolean, Date, RegExp, Symbol, Promise, Error, EvalError,
    RangeError, ReferenceError, SyntaxError, TypeError, URIError].forEach(function (each) {
    Object.freeze(each);
    Object.freeze(each.prototype);
  });
  [Math, JSON, Reflect].forEach(Object.freeze);
  var names = keysOf(global), parent = above(global);
  var values = names.map(function (name) { return describe(global, name).value; });
  return function () {
    var now = keysOf(global), i, found;
    if (now.length !== names.length || above(global) !== parent) return false;
    for (i = 0; i < names.length; i += 1) {
      found = describe(global, names[i]);
      if (found === undefined || !same(found.value, values[i])) return false;
    }
    return true;
  };
}());`;
