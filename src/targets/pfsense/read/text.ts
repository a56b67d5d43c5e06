/**
 * The source of an expression for text that every version of pfSense stores unchanged: printable ASCII without
 * `& < > ' " \ |`, at most 199 characters, with only single spaces, all inside the text.
 */
export const text = String.raw`(?! )(?!.*  )[^\x00-\x1f\x7f-\uffff&<>'"\\|]{1,199}(?<! )`;
