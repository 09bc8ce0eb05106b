import type { TimeScale } from './time-scale.ts';

/** `page`: a person has to act now. `ticket`: in working hours. There is no third kind: nobody acts on it. */
export type Severity = 'page' | 'ticket';

/** What the alert is about; alerts of one area come in one notification. */
export type Area = 'correctness' | 'charging' | 'provider' | 'publishing' | 'posting' | 'saturation' | 'monitoring';

/** A service as Prometheus scrapes it. */
export type Job = 'charge-api' | 'relay' | 'ledger-consumer';

/** An alert that explains this one while it fires. */
export interface Explanation {
  readonly alert: string;
  /** Only where it is about this service, or about the one that the explained alert is about. */
  readonly job?: Job | 'same';
}

export interface AlertSpec {
  /** PascalCase; its section of docs/runbook.md has the same name. */
  readonly name: string;
  readonly severity: Severity;
  readonly area: Area;
  /** One line, for a phone. */
  readonly summary: string;
  /** What is seen and what it means to users; templates of Prometheus are allowed. */
  readonly description: string;
  readonly expr: (time: TimeScale) => string;
  readonly holdS: number;
  /** Further labels, as those of a budget's burn rate. */
  readonly labels?: Readonly<Record<string, string>>;
  /** While one of these fires, this one is not sent: the same cause pages once. */
  readonly explainedBy?: readonly Explanation[];
}
