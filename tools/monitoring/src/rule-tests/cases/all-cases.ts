import type { RuleCase } from '../rule-case.ts';
import { BURN_RATE_CASES } from './burn-rate.cases.ts';
import { CHARGING_CASES } from './charging.cases.ts';
import { CORRECTNESS_CASES } from './correctness.cases.ts';
import { MONITORING_CASES } from './monitoring.cases.ts';
import { POSTING_CASES } from './posting.cases.ts';
import { PROVIDER_CASES } from './provider.cases.ts';
import { PUBLISHING_CASES } from './publishing.cases.ts';
import { SATURATION_CASES } from './saturation.cases.ts';

export const RULE_CASES: readonly RuleCase[] = [
  ...CORRECTNESS_CASES,
  ...BURN_RATE_CASES,
  ...CHARGING_CASES,
  ...PROVIDER_CASES,
  ...PUBLISHING_CASES,
  ...POSTING_CASES,
  ...SATURATION_CASES,
  ...MONITORING_CASES,
];
