import { firesThenClears, staysSilent, type RuleCase } from '../rule-case.ts';
import { after, counts, levels } from '../series.ts';

const PARKED = 'ledger_records_parked_total{job="ledger-consumer",reason="oversized"}';
const OWED = 'charge_effects_owed{job="charge-api"}';
const APPLIED = 'ledger_effects_applied{job="ledger-consumer"}';
const PENDING = 'outbox_pending{job="relay"}';
const LAG = 'consumer_lag_records{job="ledger-consumer",partition="0"}';

/** 11 are owed from minute 5 on, 10 are posted until minute 30. */
const oneMissing = { [OWED]: levels([10, 5], [11, 40]), [APPLIED]: levels([10, 30], [11, 15]) };
const nothingUnderWay = { [PENDING]: levels([0, 45]), [LAG]: levels([0, 45]), [PARKED]: levels([0, 45]) };

const missing: RuleCase[] = [
  {
    title: 'fires at a single entry that is missing, and clears when it is posted',
    series: { ...oneMissing, ...nothingUnderWay },
    expected: firesThenClears(10, 32, 5),
  },
  {
    title: 'is silent while the event waits in the outbox',
    series: { ...oneMissing, ...nothingUnderWay, [PENDING]: levels([0, 5], [1, 25], [0, 15]) },
    expected: staysSilent(10, 20, 29),
  },
  {
    title: 'is silent while the event waits in Kafka',
    series: { ...oneMissing, ...nothingUnderWay, [LAG]: levels([0, 5], [1, 25], [0, 15]) },
    expected: staysSilent(10, 20, 29),
  },
  {
    title: 'is silent about a record that was set aside, which has an alert of its own',
    series: { ...oneMissing, ...nothingUnderWay, [PARKED]: levels([0, 5], [1, 40]) },
    expected: staysSilent(10, 20, 29),
  },
  {
    title: 'is silent under load, when the ledger is scraped half a minute before the charges',
    series: { ...nothingUnderWay, [OWED]: counts([600, 44]), [APPLIED]: `0 300+600x43` },
    expected: staysSilent(5, 20, 44),
  },
].map((rest) => ({ alert: 'LedgerEntryMissing', ...rest }));

const unexplained: RuleCase[] = [
  {
    title: 'fires at a single entry too many, and clears when it is explained',
    series: { [OWED]: levels([10, 30], [11, 15]), [APPLIED]: levels([10, 5], [11, 40]) },
    expected: firesThenClears(10, 32, 5),
  },
  {
    title: 'is silent under load, when the charges are scraped half a minute before the ledger',
    series: { [OWED]: `0 300+600x43`, [APPLIED]: counts([600, 44]) },
    expected: staysSilent(5, 20, 44),
  },
].map((rest) => ({ alert: 'LedgerEntryUnexplained', ...rest }));

const accountFault = 'provider_account_faults_total{job="charge-api",instance="a",fault="identity"}';
const difference = 'provider_success_differs_total{job="charge-api",instance="a",what="amount"}';
const contradiction = 'provider_contradictions_total{job="charge-api",instance="a"}';

export const CORRECTNESS_CASES: readonly RuleCase[] = [
  ...missing,
  ...unexplained,
  {
    alert: 'LedgerUnbalanced',
    title: 'fires at one entry, for an hour after it was seen last',
    series: { 'ledger_unbalanced_entries{job="ledger-consumer"}': levels([0, 5], [1, 5], [0, 80]) },
    expected: [...firesThenClears(6, 75, 4), { at: 60, isFiring: true }],
  },
  {
    alert: 'LedgerUnbalanced',
    title: 'is silent while every entry adds up',
    series: { 'ledger_unbalanced_entries{job="ledger-consumer"}': levels([0, 90]) },
    expected: staysSilent(5, 89),
  },
  {
    alert: 'ProviderContradiction',
    title: 'fires at the first one, for an hour',
    series: { [contradiction]: levels([0, 5], [1, 80]) },
    expected: firesThenClears(7, 70, 4),
  },
  {
    alert: 'ProviderContradiction',
    title: 'is silent about old ones that a new replica reports, too',
    series: { [contradiction]: levels([3, 60]), [contradiction.replace('"a"', '"b"')]: after(20, levels([3, 40])) },
    expected: staysSilent(10, 25, 59),
  },
  {
    alert: 'ProviderAccountFault',
    title: 'fires at the first one, for an hour',
    series: { [accountFault]: levels([0, 5], [1, 80]) },
    expected: firesThenClears(7, 70, 4),
  },
  {
    alert: 'ProviderAccountFault',
    title: 'is silent while the account is the right one',
    series: { [accountFault]: levels([0, 90]) },
    expected: staysSilent(5, 89),
  },
  {
    alert: 'ProviderSuccessDiffers',
    title: 'fires at the first one, for an hour',
    series: { [difference]: levels([0, 5], [1, 80]) },
    expected: firesThenClears(7, 70, 4),
  },
  {
    alert: 'ProviderSuccessDiffers',
    title: 'is silent while successes are what was asked for',
    series: { [difference]: levels([0, 90]) },
    expected: staysSilent(5, 89),
  },
  {
    alert: 'RecordsParked',
    title: 'fires at the first record, for an hour',
    series: { [PARKED]: levels([0, 5], [1, 80]) },
    expected: firesThenClears(7, 70, 4),
  },
  {
    alert: 'RecordsParked',
    title: 'is silent about old ones',
    series: { [PARKED]: levels([3, 60]) },
    expected: staysSilent(10, 59),
  },
];
