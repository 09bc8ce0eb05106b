import { html, type Html } from '../html.ts';

export type Tone = 'good' | 'bad' | 'open' | 'none';

const SIGNS: Readonly<Record<Tone, string>> = { good: '✓', bad: '✗', open: '?', none: '–' };

/** A word with a sign and a colour: any one of the three is enough. */
export const badge = (tone: Tone, word: string): Html =>
  html`<span class="badge ${tone}"><span aria-hidden="true">${SIGNS[tone]}</span> ${word}</span>`;
