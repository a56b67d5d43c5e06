import { askedFor } from './denial-cancelled.ts';
import { plainSpeech } from './denial-speech.ts';
import { exclusions, limits } from './denial-words.ts';

/**
 * The word with which a text denies, removes or excludes something; undefined without one. It may find too much and never
 * too little: what asks not to block is no denial, and neither is what is about inspection.
 */
export function denialIn(text: string): string | undefined {
  const plain = plainSpeech(text);
  return exclusions.exec(askedFor(plain))?.[0].trim() ?? negationIn(askedFor(plain));
}

/** Whether a text denies or removes something, and does not only exclude a part of it. */
export function takesBack(text: string): boolean {
  const denial = denialIn(text);
  return denial !== undefined && !limits.test(denial);
}

/** Whether a text excludes a part of something, and so asks for the rest. */
export function onlyLimits(text: string): boolean {
  return limits.test(denialIn(text) ?? '');
}

/** Whether a text denies, removes or excludes something. */
export function hasDenial(text: string): boolean {
  return denialIn(text) !== undefined;
}

const negation = /\b(?:not|nicht|never|nie|niemals|keinesfalls|without|ohne)\b/g;

/** What a negation may be about, as long as no words of access are between. */
const harmless =
  /\b(?:(?:decrypt|inspect|intercept|prox(?:y|ie)|scan|cach|authenticat|authentifizier|rewrit|modif|edit|chang|alter|tamper|interrupt|throttl|logg|terminat|inspiz|inspektion|entschluessel|aufbrech|aufgebroch|pruef|zwischenspeicher|veraender|aender)\w*|proxied|(?:ssl|tls|https?) (?:break|offload)\w*|warranty|vpn|password|login|delay|restriction|limit)\b/;

/** Words of access: what a negation of them takes back. */
const access =
  /\b(?:allow|permit|open|whitelist|add|need|requir|contact|connect|access|reach|communicat|freigeb|freigegeb|erlaub|oeffn|erreich|verwend|benoetig|zulass|zugelass)\w*|\u00a7|\d|\b(?:mehr|longer|on|via|over|ueber)\b/;

/** `not required`, which is a tier, unless a verb makes it a sentence. */
const tierAfter =
  /^[ -](?:strictly |absolutely |unbedingt |zwingend )?(?:required|mandatory|necessary|needed|erforderlich|notwendig|benoetigt)\b(?! any ?more)/;
const verbBefore = /\b(?:is|are|was|were|does|do|did|has|have|ist|sind|wird|werden|war|waren) $/;

/** A negation that is about something else than inspection, or a word that stands for no tier. */
function negationIn(plain: string): string | undefined {
  for (const { 0: word, index } of plain.matchAll(negation)) {
    const clause = (/^[^.;:()|]{0,80}/.exec(plain.slice(index + word.length)) ?? [''])[0];
    const isTier =
      /^n/.test(word) &&
      tierAfter.test(clause) &&
      !verbBefore.test(plain.slice(0, index).slice(-12));
    const about = harmless.exec(clause);
    const isHarmless = about !== null && !access.test(clause.slice(0, about.index));
    if (!isTier && !isHarmless) return `${word}${clause.slice(0, 20)}`.trim();
  }
  return undefined;
}
