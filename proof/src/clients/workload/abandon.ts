import type { PlannedOperation } from './planned-operation.ts';
import { writeBody } from './request-body.ts';
import type { StoryContext } from './story.ts';
import type { Moment } from './workload-draft.ts';

/** Milliseconds: about as long as an answer takes, so that the cut falls before, in and after the work. */
const MAX_PATIENCE_MS = 40;

/** Sent once by a client that then gives up for good, and so never asked for again. */
export function askAndAbandon({ asking, random }: StoryContext, operation: PlannedOperation, moment: Moment): void {
  const { draft } = asking;
  const abandonAfterMs = random.between(1, MAX_PATIENCE_MS);
  draft.addStep([draft.newCall(operation, { bodyText: writeBody(operation.body), abandonAfterMs })], moment);
}
