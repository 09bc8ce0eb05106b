/**
 * `npm run ops -- charges needs-review …`: works directly on the charge database of DATABASE_URL. Exit codes: 0 done,
 * 1 refused or failed, 2 bad arguments, 78 no usable configuration.
 */
import 'reflect-metadata';
import { InvalidEnvironmentError, parseEnv } from '@once/config';
import { userInfo } from 'node:os';
import { needsReviewEnv } from './needs-review.env.ts';
import { openReviews } from './open-reviews.ts';
import { parseNeedsReviewArguments } from './parse-arguments.ts';
import { answerAtOnce, runNeedsReview, type Terminal } from './run-needs-review.ts';

const terminal: Terminal = {
  print: (text) => void process.stdout.write(`${text}\n`),
  complain: (text) => void process.stderr.write(`${text}\n`),
};

const main = async (args: readonly string[]): Promise<number> => {
  const command = parseNeedsReviewArguments(args, () => userInfo().username);
  if (command.kind === 'help' || command.kind === 'refused') return answerAtOnce(command, terminal);
  const opened = openReviews(parseEnv(needsReviewEnv));
  try {
    return await runNeedsReview(command, opened.reviews, terminal);
  } finally {
    await opened.close();
  }
};

/** sysexits.h EX_CONFIG: whoever started us may know better which database is meant. */
const EXIT_BAD_CONFIGURATION = 78;

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  terminal.complain(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof InvalidEnvironmentError ? EXIT_BAD_CONFIGURATION : 1;
}
