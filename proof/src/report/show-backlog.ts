import type { BacklogRecord } from '../model/fault-record.ts';
import { duration, grouped } from './show-numbers.ts';

export interface ShownBacklog {
  readonly waited: string;
  readonly published: string;
  readonly received: string;
}

/** A backlog in words, for the terminal and the page alike. */
export const showBacklog = ({ operations, events, ...took }: BacklogRecord): ShownBacklog => ({
  waited: `${grouped(events)} events, ${grouped(operations)} of operations made for it in ${duration(took.builtInMs)}`,
  published: `${duration(took.publishedInMs)}, ${ratePerS(events, took.publishedInMs)}`,
  received: `${duration(took.receivedInMs)}, ${ratePerS(events, took.receivedInMs)}`,
});

/** Of the whole way: what came meanwhile is not counted, so the true rate is a little higher. */
const ratePerS = (events: number, ms: number): string => `${grouped(Math.round((events * 1_000) / Math.max(1, ms)))}/s`;
