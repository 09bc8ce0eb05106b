export type { IncomingEvent } from './incoming-event.ts';
export { judgeEvent, type EventToJudge, type Judgement } from './judge-event.ts';
export type { PayloadHash } from './payload-hash.ts';
export { judgeInOrder, type Judged, type JudgedEvent, type KnownState } from './judge-in-order.ts';
export { receiveEventsInTx, type FindAppliedInTx } from './receive-events.ts';
export { EventIdTakenError } from './record-received-events.sql.ts';
export { inboxMigrations } from './migrations/index.ts';
export { versionPayloadHash } from './migrations/version-payload-hash.sql.ts';
export { INBOX_METRICS } from './inbox-metrics.ts';
