import type { TranscriptRecord } from '../../model/run-record.ts';

const MAX_SLUG = 60;

export interface TranscriptFile {
  readonly title: string;
  /** In the run's folder. */
  readonly file: string;
  readonly text: string;
}

/** `transcripts/1-two-requests-one-key.txt`: the number keeps titles apart that look alike. */
export const transcriptFiles = (transcripts: readonly TranscriptRecord[]): TranscriptFile[] =>
  transcripts.map(({ title, text }, index) => {
    const slug = title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, MAX_SLUG)
      .replace(/^-+|-+$/g, '');
    return { title, text, file: `transcripts/${index + 1}${slug === '' ? '' : `-${slug}`}.txt` };
  });
