/** Stands in a word where a line of the document ends. It is a noncharacter, which no text needs. */
export const breakMark = '\ufdd0';
