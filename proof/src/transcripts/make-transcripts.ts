import type { TranscriptRecord } from '../model/run-record.ts';
import { TRANSCRIPTS } from './index.ts';
import type { TranscriptContext } from './transcript.ts';

export interface MadeTranscripts {
  readonly transcripts: readonly TranscriptRecord[];
  /** Which could not be made, and why. */
  readonly problems: readonly string[];
}

/** One after the other: each has the stack to itself. @throws when aborted */
export async function makeTranscripts(context: TranscriptContext): Promise<MadeTranscripts> {
  const transcripts: TranscriptRecord[] = [];
  const problems: string[] = [];
  for (const { title, make } of TRANSCRIPTS) {
    try {
      transcripts.push({ title, text: await make(context) });
    } catch (error) {
      context.signal.throwIfAborted();
      problems.push(`no transcript "${title}": ${error instanceof Error ? error.message : String(error)}`);
    }
    await context.failpoints.disarmAll();
    await context.provider.heal();
  }
  return { transcripts, problems };
}
