import { Verifier, type VerifierOptions } from '@pact-foundation/pact';
import type { PactSet } from '../pact/pact-sets.ts';

type MessageProviders = NonNullable<VerifierOptions['messageProviders']>;

/** How the provider is reached: by HTTP, or by a function that makes the message which the state before it is about. */
export interface ProviderAccess extends Pick<VerifierOptions, 'providerBaseUrl' | 'stateHandlers'> {
  readonly message?: MessageProviders[string];
}

/** What Pact's verifier reports. */
interface VerifierReport {
  readonly errors: readonly { readonly interaction: string; readonly mismatch: unknown }[];
  readonly interactionResults: readonly unknown[];
}

/** What is wrong with each interaction that the provider does not keep, by its description. */
export type Broken = ReadonlyMap<string, string>;

const runVerifier = async (options: VerifierOptions): Promise<VerifierReport> => {
  const report = await new Verifier(options).verifyProvider().catch((failure: unknown) => {
    // A contract that is broken is told by an error whose message is the report.
    if (failure instanceof Error && failure.message.startsWith('{')) return failure.message;
    throw failure;
  });
  return JSON.parse(report) as VerifierReport;
};

const describeMismatch = (mismatch: unknown): string => {
  const { mismatches, message } = mismatch as { mismatches?: MismatchDetail[]; message?: string };
  if (!mismatches) return message ?? JSON.stringify(mismatch);
  return mismatches.map(({ path, mismatch: text }) => (path ? `${path}: ${text}` : text)).join('\n');
};

interface MismatchDetail {
  path?: string;
  mismatch: string;
}

/** Pact asks for messages by the names of their interactions. */
const accessOf = ({ pact }: PactSet, { message, ...access }: ProviderAccess): Partial<VerifierOptions> =>
  message
    ? {
        ...access,
        messageProviders: Object.fromEntries(pact.interactions.map(({ description }) => [description, message])),
      }
    : access;

/** A state that nobody brings about would pass for one that needs nothing. */
const assertStatesKnown = ({ file, pact }: PactSet, { stateHandlers = {} }: ProviderAccess): void => {
  const named = pact.interactions.flatMap(({ providerStates = [] }) => providerStates.map(({ name }) => name));
  const unknown = new Set(named.filter((name) => !(name in stateHandlers)));
  if (unknown.size > 0)
    throw new Error(`${file} names states that the provider has no handler for: ${[...unknown].join(', ')}`);
};

/**
 * Holds a running provider against one pact.
 * @throws Error when the verifier could not run, or looked at fewer interactions than the pact has
 */
export async function verifyPact(provider: string, set: PactSet, access: ProviderAccess): Promise<Broken> {
  const { file, pact } = set;
  assertStatesKnown(set, access);
  const { errors, interactionResults } = await runVerifier({
    ...{ provider, pactUrls: [file], logLevel: 'error', failIfNoPactsFound: true },
    ...accessOf(set, access),
  });
  if (interactionResults.length !== pact.interactions.length) {
    throw new Error(
      `${interactionResults.length} of ${pact.interactions.length} interactions of ${file} were verified`,
    );
  }
  const broken = pact.interactions.flatMap(({ description }) => {
    const found = errors.filter(({ interaction }) => interaction.endsWith(` - ${description}`));
    return found.length === 0
      ? []
      : [[description, found.map(({ mismatch }) => describeMismatch(mismatch)).join('\n')] as const];
  });
  if (broken.length < errors.length) throw new Error(`the verifier found more: ${JSON.stringify(errors)}`);
  return new Map(broken);
}
