import type { AlertSpec } from '../rules/alert.ts';
import type { RecordingRule } from '../rules/rule-group.ts';
import { rangeOf, spellDuration, type TimeScale } from '../rules/time-scale.ts';
import { BURN_RATES, FEWEST_BAD_EVENTS, WINDOWS_S, type BurnRate } from './burn-rates.ts';
import type { Slo } from './slo.ts';

/** Names keep the nominal window where the rehearsal shortens it: alerts, dashboards and runbook use the same. */
export const ratioRecord = (windowS: number): string => `slo:bad_ratio:rate${spellDuration(windowS)}`;
export const badRecord = (windowS: number): string => `slo:bad_events:increase${spellDuration(windowS)}`;

/** The share of bad events per window, and how many there were in the long ones. */
export function recordingRules(slo: Slo, time: TimeScale): RecordingRule[] {
  const labels = { slo: slo.name };
  const ratios = WINDOWS_S.map((windowS) => {
    const range = rangeOf(time, windowS);
    return { record: ratioRecord(windowS), expr: `${slo.bad(range)} / ${slo.total(range)}`, labels };
  });
  const counts = BURN_RATES.map(({ longS }) => {
    const expr = `${slo.bad(rangeOf(time, longS))} * ${time.rangeS(longS)}`;
    return { record: badRecord(longS), expr, labels };
  });
  return [...ratios, ...counts];
}

/** One alert per burn rate, all by one name: they have one meaning and one section in the runbook. */
export const burnAlerts = (slo: Slo): AlertSpec[] => BURN_RATES.map((rate) => burnAlert(slo, rate));

function burnAlert(slo: Slo, { factor, longS, shortS, severity }: BurnRate): AlertSpec {
  // 1 - 0.999 is not 0.001 in binary.
  const limit = Number((factor * (1 - slo.objective)).toPrecision(6));
  const own = `{slo="${slo.name}"}`;
  const [long, short] = [spellDuration(longS), spellDuration(shortS)];
  return {
    name: slo.alertName,
    severity,
    area: slo.area,
    summary: `The budget of ${slo.name} burns ${factor} times too fast`,
    description:
      `{{ $value | humanizePercentage }} of the last ${long} broke the promise, and it goes on: ` +
      `"${slo.promise}" (${slo.objective * 100} % over 30 days).`,
    expr: (time) =>
      `${ratioRecord(longS)}${own} > ${limit}` +
      ` and ${ratioRecord(shortS)}${own} > ${limit}` +
      ` and ${badRecord(longS)}${own} >= ${FEWEST_BAD_EVENTS}` +
      (severity === 'page' && slo.pagesOnlyWhile ? ` and on () ${slo.pagesOnlyWhile(time)}` : ''),
    holdS: 0,
    labels: { slo: slo.name, burn_rate: String(factor), window: long, short_window: short },
    explainedBy: slo.explainedBy,
  };
}
