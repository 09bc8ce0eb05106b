import type { IncomingEvent } from './incoming-event.ts';
import { judgeEvent, type Judgement } from './judge-event.ts';
import type { PayloadHash } from './payload-hash.ts';

/** What the database said, under the locks of the events' charges. */
export interface KnownState {
  readonly lastVersions: ReadonlyMap<string, bigint>;
  readonly receivedHashes: ReadonlyMap<string, PayloadHash>;
}

export interface JudgedEvent<E extends IncomingEvent> {
  readonly event: E;
  readonly judgement: Exclude<Judgement, 'gap'>;
}

export interface Judged<E extends IncomingEvent> {
  readonly judged: readonly JudgedEvent<E>[];
  /** The event whose predecessor is missing. It and everything behind it stay unjudged. */
  readonly gap?: { readonly event: E; readonly lastVersion: bigint };
}

/**
 * Judges events in the order of their partition, each on top of those before it: several events of one charge and
 * repeats within one chunk are seen as if they had come one by one. Stops at the first gap.
 */
export function judgeInOrder<E extends IncomingEvent>(events: readonly E[], known: KnownState): Judged<E> {
  const lastVersions = new Map(known.lastVersions);
  const hashes = new Map(known.receivedHashes);
  const judged: JudgedEvent<E>[] = [];
  for (const event of events) {
    const lastVersion = lastVersions.get(event.chargeId) ?? 0n;
    const judgement = judgeEvent({ ...event, lastVersion, knownHash: hashes.get(event.eventId) });
    if (judgement === 'gap') return { judged, gap: { event, lastVersion } };
    if (judgement === 'apply') {
      lastVersions.set(event.chargeId, event.version);
      hashes.set(event.eventId, event.payloadHashes[0]);
    }
    judged.push({ event, judgement });
  }
  return { judged };
}
