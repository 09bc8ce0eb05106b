import type { ReviewBody, ReviewPage } from '../review-body.ts';

const HEADINGS = ['OPERATION', 'KIND', 'TENANT', 'AMOUNT', 'UNKNOWN SINCE', 'CHARGE'];

/** What the provider and others have written is shown, never obeyed by a terminal. */
const plain = (text: string): string => text.replace(/\p{C}/gu, '?');

/** 1099 EUR of exponent 2 as `EUR 10.99`. */
export const formatAmount = ({ amount, currency, currency_exponent: digits }: ReviewBody): string => {
  const minor = String(amount).padStart(digits + 1, '0');
  const split = minor.length - digits;
  return `${currency} ${digits === 0 ? minor : `${minor.slice(0, split)}.${minor.slice(split)}`}`;
};

const cellsOf = (review: ReviewBody): string[] => [
  review.operation_id,
  review.kind,
  review.tenant,
  formatAmount(review),
  review.unknown_since ?? '-',
  `${review.charge_id} (${review.charge_status})`,
];

const payment = (id: string | null): string => (id === null ? '' : `payment ${plain(id)}`);

const line = (...parts: (string | null | undefined)[]): string => `    ${parts.filter(Boolean).join('  ')}`;

const evidenceOf = (review: ReviewBody): string[] => [
  line('provider', review.provider, `key ${review.provider_key}`, payment(review.provider_payment_id)),
  ...omitted('attempts', review.attempts_total - review.attempts.length),
  ...review.attempts.map(({ attempt, outcome, detail, is_late: isLate, ...row }) =>
    line(
      `attempt ${attempt}`,
      outcome,
      isLate ? `late: ${row.late_outcome ?? outcome}` : '',
      payment(row.late_payment_id ?? row.provider_payment_id),
      plain(detail ?? ''),
    ),
  ),
  ...omitted('notices', review.notices_total - review.notices.length),
  ...review.notices.map((row) =>
    line('notice', plain(row.notice_id), row.outcome, payment(row.provider_payment_id), plain(row.decline_code ?? '')),
  ),
  ...(review.decision
    ? [line('decided', review.decision.outcome, `by ${review.decision.operator}:`, plain(review.decision.reason))]
    : []),
];

const omitted = (what: string, count: number): string[] => (count > 0 ? [line(`${count} more ${what} not shown`)] : []);

/** A table with what is known about each operation under its row. */
export function renderReviews(reviews: readonly ReviewBody[]): string {
  const rows = [HEADINGS, ...reviews.map(cellsOf)];
  const widths = HEADINGS.map((_heading, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const row = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [row(HEADINGS), ...reviews.flatMap((review) => [row(cellsOf(review)), ...evidenceOf(review)])].join('\n');
}

/** A page of them, and how to go on. */
export function renderPage({ data, has_more: hasMore }: ReviewPage): string {
  const last = data.at(-1);
  if (!last) return 'No operation waits for a decision.';
  const next = hasMore ? `\nThere are more: --starting-after ${last.operation_id}` : '';
  return `${renderReviews(data)}${next}`;
}
