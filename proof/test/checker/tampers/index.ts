import { CLIENT_TAMPERS } from './client-tampers.ts';
import { EVENT_TAMPERS } from './event-tampers.ts';
import { LEDGER_TAMPERS } from './ledger-tampers.ts';
import { METRIC_TAMPERS } from './metric-tampers.ts';
import { PROVIDER_TAMPERS } from './provider-tampers.ts';
import { STATE_TAMPERS } from './state-tampers.ts';
import type { Tamper } from './tamper.ts';

export const TAMPERS: readonly Tamper[] = [
  ...CLIENT_TAMPERS,
  ...PROVIDER_TAMPERS,
  ...LEDGER_TAMPERS,
  ...EVENT_TAMPERS,
  ...STATE_TAMPERS,
  ...METRIC_TAMPERS,
];
