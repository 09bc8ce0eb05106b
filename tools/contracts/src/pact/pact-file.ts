import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** What one consumer asks of one provider in one state. Only the members that we look at ourselves are named. */
export interface Interaction {
  readonly description: string;
  readonly providerStates?: readonly { readonly name: string }[];
  readonly [member: string]: unknown;
}

/** A contract as Pact writes it (specification V4). */
export interface PactFile {
  readonly consumer: { readonly name: string };
  readonly provider: { readonly name: string };
  readonly interactions: readonly Interaction[];
}

/** @throws Error naming the file when it is no pact, or when two of its interactions could not be told apart */
export const readPact = (file: string): PactFile => parsePact(readFileSync(file, 'utf8'), file);

/** `file` is where the text is from, for people. @throws Error as `readPact` does */
export function parsePact(text: string, file: string): PactFile {
  const pact = JSON.parse(text) as Partial<PactFile>;
  const { consumer, provider, interactions } = pact;
  if (!consumer?.name || !provider?.name || !Array.isArray(interactions) || interactions.length === 0) {
    throw new Error(`${file} is no pact: it needs a consumer, a provider and interactions`);
  }
  const descriptions = pact.interactions?.map(({ description }) => description) ?? [];
  const twice = descriptions.find((description, index) => descriptions.indexOf(description) !== index);
  if (twice !== undefined) throw new Error(`${file} has two interactions ${JSON.stringify(twice)}: rename one of them`);
  return pact as PactFile;
}

/** One form for the same content: members sorted at every depth. */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, canonical(member)]));
};

/** Added by Pact and by a broker: neither changes what is asked for. */
const NOT_CONTENT: ReadonlySet<string> = new Set(['_id', 'key', 'pending']);

/**
 * What an interaction asks for, as SHA-256: equal for equal content, whichever file it stands in. A verification counts
 * for every pact that has this interaction.
 */
export function interactionSha256(interaction: Interaction): string {
  const content = Object.entries(interaction).filter(([name]) => !NOT_CONTENT.has(name));
  return createHash('sha256')
    .update(JSON.stringify(canonical(Object.fromEntries(content))))
    .digest('hex');
}
