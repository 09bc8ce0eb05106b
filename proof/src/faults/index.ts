import type { Fault } from './fault.ts';
import { abandoningClients } from './clients/abandoning-clients.fault.ts';
import { duplicates } from './clients/duplicates.fault.ts';
import { frontDoorOutage } from './clients/front-door-outage.fault.ts';
import { keyReuse } from './clients/key-reuse.fault.ts';
import { sameKeyRaces } from './clients/same-key-races.fault.ts';
import { brokerDown } from './processes/broker-down.fault.ts';
import { chargeApiStopped } from './processes/charge-api-stopped.fault.ts';
import { clockSkewed } from './processes/clock-skewed.fault.ts';
import { consumerStopped } from './processes/consumer-stopped.fault.ts';
import { crashPoints } from './processes/crash-points.fault.ts';
import { postgresRestart } from './processes/postgres-restart.fault.ts';
import { rebalance } from './processes/rebalance.fault.ts';
import { relayStopped } from './processes/relay-stopped.fault.ts';
import { secondAccount } from './processes/second-account.fault.ts';
import { sessionSettings } from './processes/session-settings.fault.ts';
import { vanishedClaims } from './processes/vanished-claims.fault.ts';
import { providerEffectDiffers } from './provider/provider-effect-differs.fault.ts';
import { cutReturnPath } from './provider/cut-return-path.fault.ts';
import { providerDropBeforeEffect } from './provider/provider-drop-before-effect.fault.ts';
import { providerEffectThen5xx } from './provider/provider-effect-then-5xx.fault.ts';
import { providerEffectThenDrop } from './provider/provider-effect-then-drop.fault.ts';
import { providerEffectThenUnreadable } from './provider/provider-effect-then-unreadable.fault.ts';
import { providerFindInconclusive } from './provider/provider-find-inconclusive.fault.ts';
import { providerHang } from './provider/provider-hang.fault.ts';
import { providerRefusal } from './provider/provider-refusal.fault.ts';
import { lateArrivals } from './weather/late-arrivals.fault.ts';
import { lostAnswers } from './weather/lost-answers.fault.ts';
import { lostRequests } from './weather/lost-requests.fault.ts';
import { slowRequests } from './weather/slow-requests.fault.ts';
import { unreadableAnswers } from './weather/unreadable-answers.fault.ts';

/** Every fault that there is; a new one is a file of its own and a line here. */
export const FAULTS: readonly Fault[] = [
  duplicates,
  sameKeyRaces,
  keyReuse,
  abandoningClients,
  lostAnswers,
  lostRequests,
  slowRequests,
  lateArrivals,
  unreadableAnswers,
  clockSkewed,
  providerEffectThenDrop,
  providerEffectThen5xx,
  providerEffectThenUnreadable,
  providerRefusal,
  providerDropBeforeEffect,
  providerHang,
  providerFindInconclusive,
  providerEffectDiffers,
  cutReturnPath,
  frontDoorOutage,
  crashPoints,
  chargeApiStopped,
  relayStopped,
  consumerStopped,
  rebalance,
  postgresRestart,
  sessionSettings,
  vanishedClaims,
  secondAccount,
  brokerDown,
];
