/**
 * The source of an expression for text that every version of pfSense writes back as it is: printable ASCII without
 * `& < > ' " \ |`, fewer than 200 characters, with single spaces inside only.
 */
export const text = String.raw`(?! )(?!.*  )[^\x00-\x1f\x7f-\uffff&<>'"\\|]{1,199}(?<! )`;
