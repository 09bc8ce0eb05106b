import { acknowledgedPostedOnce } from './clients/acknowledged-posted-once.invariant.ts';
import { acknowledgedDoneOnce } from './clients/acknowledged-done-once.invariant.ts';
import { refusedDidNothing } from './clients/refused-did-nothing.invariant.ts';
import { inDoubtEndsOnce } from './clients/in-doubt-ends-once.invariant.ts';
import { reuseIsRefused } from './clients/reuse-is-refused.invariant.ts';
import { doneAsAsked } from './clients/done-as-asked.invariant.ts';
import { answersNeverChange } from './clients/answers-never-change.invariant.ts';
import { answersAreStored } from './clients/answers-are-stored.invariant.ts';
import { firstAnswerOnce } from './clients/first-answer-once.invariant.ts';
import { verdictsAreTrue } from './clients/verdicts-are-true.invariant.ts';
import { oneEffectPerOperation } from './provider/one-effect-per-operation.invariant.ts';
import { oneAccountPerOperation } from './provider/one-account-per-operation.invariant.ts';
import { unsentDidNothing } from './provider/unsent-did-nothing.invariant.ts';
import { noEffectUnasked } from './provider/no-effect-unasked.invariant.ts';
import { effectsAreTheOperations } from './provider/effects-are-the-operations.invariant.ts';
import { differingSuccessIsReviewed } from './provider/differing-success-is-reviewed.invariant.ts';
import { providerAloneDeclines } from './provider/provider-alone-declines.invariant.ts';
import { providerWithinLimits } from './provider/provider-within-limits.invariant.ts';
import { chargesAreTheProvider } from './provider/charges-are-the-provider.invariant.ts';
import { entriesBalance } from './ledger/entries-balance.invariant.ts';
import { currenciesBalance } from './ledger/currencies-balance.invariant.ts';
import { clearingIsTheProvider } from './ledger/clearing-is-the-provider.invariant.ts';
import { oneEntryPerOperation } from './ledger/one-entry-per-operation.invariant.ts';
import { nothingPostedUnasked } from './ledger/nothing-posted-unasked.invariant.ts';
import { entriesAreEvents } from './ledger/entries-are-events.invariant.ts';
import { entriesTellTheTime } from './ledger/entries-tell-the-time.invariant.ts';
import { eventsArePosted } from './ledger/events-are-posted.invariant.ts';
import { oneEventPerOperation } from './events/one-event-per-operation.invariant.ts';
import { versionsInOrder } from './events/versions-in-order.invariant.ts';
import { topicIsOutbox } from './events/topic-is-outbox.invariant.ts';
import { outboxIsPublished } from './events/outbox-is-published.invariant.ts';
import { inboxIsTopic } from './events/inbox-is-topic.invariant.ts';
import { topicIsReceived } from './events/topic-is-received.invariant.ts';
import { offsetsBehindEffects } from './events/offsets-behind-effects.invariant.ts';
import { groupCaughtUp } from './events/group-caught-up.invariant.ts';
import { ledgerAtLastVersion } from './events/ledger-at-last-version.invariant.ts';
import { nothingLeftOpen } from './states/nothing-left-open.invariant.ts';
import { transitionsAllowed } from './states/transitions-allowed.invariant.ts';
import { keyTellsOperation } from './states/key-tells-operation.invariant.ts';
import { oneProviderKey } from './states/one-provider-key.invariant.ts';
import { reservationsAreTheRefunds } from './states/reservations-are-the-refunds.invariant.ts';
import { endedKeepNoSource } from './states/ended-keep-no-source.invariant.ts';
import { idsAreDerived } from './states/ids-are-derived.invariant.ts';
import { metricsAreTheRows } from './metrics/metrics-are-the-rows.invariant.ts';
import { attemptsCounted } from './metrics/attempts-counted.invariant.ts';
import { resolutionsCounted } from './metrics/resolutions-counted.invariant.ts';
import { publishedCounted } from './metrics/published-counted.invariant.ts';
import { duplicatesCounted } from './metrics/duplicates-counted.invariant.ts';
import type { Invariant } from './invariant.ts';

/** Every law that a run is held against, in the order in which the report shows them. A new one is a file and a line here. */
export const INVARIANTS: readonly Invariant[] = [
  // What clients were told.
  acknowledgedPostedOnce,
  acknowledgedDoneOnce,
  refusedDidNothing,
  inDoubtEndsOnce,
  reuseIsRefused,
  doneAsAsked,
  answersNeverChange,
  answersAreStored,
  firstAnswerOnce,
  verdictsAreTrue,
  // What happened to cards.
  oneEffectPerOperation,
  oneAccountPerOperation,
  unsentDidNothing,
  noEffectUnasked,
  effectsAreTheOperations,
  differingSuccessIsReviewed,
  providerAloneDeclines,
  providerWithinLimits,
  chargesAreTheProvider,
  // The books.
  entriesBalance,
  currenciesBalance,
  clearingIsTheProvider,
  oneEntryPerOperation,
  nothingPostedUnasked,
  entriesAreEvents,
  entriesTellTheTime,
  eventsArePosted,
  // The way between.
  oneEventPerOperation,
  versionsInOrder,
  topicIsOutbox,
  outboxIsPublished,
  inboxIsTopic,
  topicIsReceived,
  offsetsBehindEffects,
  groupCaughtUp,
  ledgerAtLastVersion,
  // Keys, operations and charges.
  nothingLeftOpen,
  transitionsAllowed,
  keyTellsOperation,
  oneProviderKey,
  reservationsAreTheRefunds,
  endedKeepNoSource,
  idsAreDerived,
  // What the services say of themselves.
  metricsAreTheRows,
  attemptsCounted,
  resolutionsCounted,
  publishedCounted,
  duplicatesCounted,
];
