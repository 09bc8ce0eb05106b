import { relayCrash } from './relay-crash.transcript.ts';
import { retryAfter } from './retry-after.transcript.ts';
import { reusedKey } from './reused-key.transcript.ts';
import { simultaneousRequests } from './simultaneous-requests.transcript.ts';
import type { Transcript } from './transcript.ts';

/** A new one is a file of its own and a line here. */
export const TRANSCRIPTS: readonly Transcript[] = [simultaneousRequests, relayCrash, retryAfter, reusedKey];
