import { parseArgs } from 'node:util';
import { OPERATOR_NAME, OPERATOR_NAME_RULE } from '../../config/operator-name.ts';
import { resolutionSchema } from '../resolution.schema.ts';
import type { OperatorDecision } from '../review-operations.ts';

export const USAGE = `usage: npm run ops -- charges needs-review list [--limit N] [--starting-after OPERATION_ID] [--json]
       npm run ops -- charges needs-review resolve OPERATION_ID --outcome succeeded|failed --reason TEXT
                      [--provider-payment-id ID] [--operator NAME] [--json]`;

export type NeedsReviewCommand =
  | { kind: 'list'; limit: number; startingAfter: string | null; isJson: boolean }
  | { kind: 'resolve'; decision: OperatorDecision; isJson: boolean }
  | { kind: 'help' }
  | { kind: 'refused'; message: string };

type Refused = Extract<NeedsReviewCommand, { kind: 'refused' }>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

const OPTIONS = {
  list: {
    limit: { type: 'string', default: String(DEFAULT_LIMIT) },
    'starting-after': { type: 'string' },
    json: { type: 'boolean', default: false },
  },
  resolve: {
    outcome: { type: 'string' },
    reason: { type: 'string' },
    'provider-payment-id': { type: 'string' },
    operator: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
} as const;

const refused = (message: string): Refused => ({ kind: 'refused', message });

/** What was asked for, or a sentence about what is wrong with it. `userName` is who asks when no name is given. */
export function parseNeedsReviewArguments(args: readonly string[], userName: () => string): NeedsReviewCommand {
  const [word, ...rest] = args;
  if (args.includes('--help') || args.includes('-h')) return { kind: 'help' };
  try {
    if (word === 'list') return parseList(rest);
    if (word === 'resolve') return parseResolve(rest, userName);
  } catch (error) {
    // Its first sentence says what is wrong; the others explain a syntax that is not ours.
    const [complaint = ''] = (error as Error).message.split('. ');
    return refused(`${complaint.replace(/\.$/, '')}.`);
  }
  return refused(word === undefined ? 'Say list or resolve.' : `"${word}" is neither list nor resolve.`);
}

const parseList = (args: string[]): NeedsReviewCommand => {
  const { values } = parseArgs({ args, options: OPTIONS.list, allowPositionals: false });
  const { limit, 'starting-after': startingAfter = null, json: isJson } = values;
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > MAX_LIMIT) {
    return refused(`--limit takes 1 to ${MAX_LIMIT}, not "${limit}".`);
  }
  if (startingAfter !== null && !UUID.test(startingAfter)) return refused(notAnId('--starting-after', startingAfter));
  return { kind: 'list', limit: Number(limit), startingAfter, isJson };
};

const parseResolve = (args: string[], userName: () => string): NeedsReviewCommand => {
  const { values, positionals } = parseArgs({ args, options: OPTIONS.resolve, allowPositionals: true });
  const [operationId, ...stray] = positionals;
  if (operationId === undefined) return refused('Which operation? Give its id, as `list` shows it.');
  if (stray.length > 0) return refused(`One operation at a time, not also "${stray.join(' ')}". Is a text not quoted?`);
  if (!UUID.test(operationId)) return refused(notAnId('resolve', operationId));
  const operator = values.operator ?? userName();
  if (!OPERATOR_NAME.test(operator)) {
    return refused(`Who decides? "${operator}" can't be written down; give --operator NAME: ${OPERATOR_NAME_RULE}.`);
  }
  const { outcome, reason, 'provider-payment-id': paymentId, json: isJson } = values;
  if (outcome === undefined) return refused('--outcome is missing: succeeded or failed, as the provider says.');
  if (reason === undefined) return refused('--reason is missing: how you know, for whoever asks later.');
  const given = paymentId === undefined ? {} : { provider_payment_id: paymentId };
  const parsed = resolutionSchema.safeParse({ outcome, reason, ...given });
  if (!parsed.success) return refused(parsed.error.issues.map(describeIssue).join('\n'));
  const decision = { ...parsed.data, operationId: operationId.toLowerCase(), operator, channel: 'cli' as const };
  return { kind: 'resolve', decision, isJson };
};

const notAnId = (where: string, text: string): string =>
  `${where} takes the id of an operation, as \`list\` shows it, not "${text}".`;

const describeIssue = ({ path, message }: { path: PropertyKey[]; message: string }): string =>
  `--${path.join('.').replaceAll('_', '-')} ${message}.`;
