import type { ReviewOperations } from '../review-operations.ts';
import { USAGE, type NeedsReviewCommand } from './parse-arguments.ts';
import { renderPage, renderReviews } from './render-reviews.ts';

type ReviewCommand = Extract<NeedsReviewCommand, { kind: 'list' | 'resolve' }>;

export interface Terminal {
  print: (text: string) => void;
  complain: (text: string) => void;
}

const asJson = (value: object): string => JSON.stringify(value, null, 2);

/** Does what was asked for. Resolves to the exit code: 1 when it was refused. */
export async function runNeedsReview(
  command: ReviewCommand,
  reviews: ReviewOperations,
  terminal: Terminal,
): Promise<number> {
  return command.kind === 'list' ? list(command, reviews, terminal) : resolve(command, reviews, terminal);
}

const list = async (
  { limit, startingAfter, isJson }: Extract<ReviewCommand, { kind: 'list' }>,
  reviews: ReviewOperations,
  { print, complain }: Terminal,
): Promise<number> => {
  const page = await reviews.list({ limit, startingAfter });
  if (!page) {
    complain(`There is no operation ${startingAfter ?? ''} to start after; list without --starting-after.`);
    return 1;
  }
  print(isJson ? asJson(page) : renderPage(page));
  return 0;
};

const resolve = async (
  { decision, isJson }: Extract<ReviewCommand, { kind: 'resolve' }>,
  reviews: ReviewOperations,
  { print, complain }: Terminal,
): Promise<number> => {
  const outcome = await reviews.resolve(decision);
  if (outcome.kind === 'resolved') {
    print(
      isJson ? asJson(outcome.review) : `The operation ${outcome.review.state}.\n${renderReviews([outcome.review])}`,
    );
    return 0;
  }
  const { kind, detail } = outcome;
  if (isJson) print(asJson({ refused: kind, detail }));
  else complain(kind === 'payment_id_needed' ? `${detail} Add --provider-payment-id ID.` : detail);
  return 1;
};

/** Answers what needs no database. Returns the exit code. */
export function answerAtOnce(
  command: Exclude<NeedsReviewCommand, ReviewCommand>,
  { print, complain }: Terminal,
): number {
  if (command.kind === 'help') {
    print(USAGE);
    return 0;
  }
  complain(`${command.message}\n${USAGE}`);
  return 2;
}
