/** Ways to print a review. */
export const reviewFormats = ['text', 'json', 'markdown', 'sarif', 'github'] as const;
export type ReviewFormat = (typeof reviewFormats)[number];

/** Ways to print how outputs verify. */
export const verifyFormats = ['text', 'json', 'github'] as const;
export type VerifyFormat = (typeof verifyFormats)[number];
