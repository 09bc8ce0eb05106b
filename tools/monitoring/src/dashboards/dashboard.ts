/** As Grafana calls them. */
export type Unit = 'short' | 's' | 'percentunit' | 'reqps' | 'ops' | 'bytes' | 'd';

export interface Query {
  readonly expr: string;
  /** Labels in double braces. */
  readonly legend: string;
}

export interface Panel {
  readonly title: string;
  /** What it says, and what is healthy. */
  readonly description: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** One number each, or lines over time; default lines. */
  readonly kind?: 'stat' | 'timeseries';
  /** Green at 0, red at anything else. */
  readonly isRedUnlessZero?: boolean;
}

export interface Row {
  readonly title: string;
  /** Side by side, equally wide; four fit. */
  readonly panels: readonly Panel[];
}

export interface Dashboard {
  /** Part of its address. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly rows: readonly Row[];
}
