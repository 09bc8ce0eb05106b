import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { OPERATOR_NAME } from './operator-name.ts';

/** One person's, or one tool's, way in. The token itself is not kept. */
export interface OperatorCredential {
  name: string;
  tokenHash: Buffer;
}

/** Shorter ones could be guessed; longer ones are no tokens. 32 characters of base64 are 192 bits. */
const TOKEN = /^[\x21-\x2b\x2d-\x7e]{32,255}$/;
const MAX_FILE_BYTES = 64 * 1024;

export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest();

/** Reads `name:token` entries, one per line or comma. A name may have several tokens, so that they can be rotated. */
const parseCredentials = (text: string, context: z.RefinementCtx): OperatorCredential[] => {
  const refuse = (message: string): void => context.addIssue({ code: 'custom', message });
  const entries = text.split(/[\n,]/).flatMap((entry) => (entry.trim() === '' ? [] : [entry.trim()]));
  if (entries.length === 0) refuse('holds no credential: one name:token per line');
  const credentials = entries.flatMap((entry, index) => {
    const colon = entry.indexOf(':');
    const [name, token] = [entry.slice(0, Math.max(colon, 0)), entry.slice(colon + 1)];
    // The entry may be nothing but a token, so only its place is told.
    if (!OPERATOR_NAME.test(name)) refuse(`entry ${index + 1} must begin with a name (a-z, 0-9, . _ @ -) and a colon`);
    else if (!TOKEN.test(token)) refuse(`entry ${index + 1} must have a token of 32 to 255 visible characters`);
    else return [{ name, tokenHash: hashOfToken(token) }];
    return [];
  });
  // The audit would not know which of the two it was.
  if (hasSharedToken(credentials)) refuse('gives one token to two names');
  return credentials;
};

const hasSharedToken = (credentials: readonly OperatorCredential[]): boolean => {
  const nameOf = new Map<string, string>();
  return credentials.some(({ name, tokenHash }) => {
    const hash = tokenHash.toString('base64');
    const isShared = (nameOf.get(hash) ?? name) !== name;
    nameOf.set(hash, name);
    return isShared;
  });
};

const readCredentials = (path: string, context: z.RefinementCtx): OperatorCredential[] => {
  const refuse = (message: string): OperatorCredential[] => {
    context.addIssue({ code: 'custom', message });
    return [];
  };
  try {
    const content = readFileSync(path);
    if (content.length > MAX_FILE_BYTES) return refuse('is larger than 64 KiB');
    return parseCredentials(content.toString('utf8'), context);
  } catch (error) {
    const reason = Error.isError(error) && 'code' in error ? String(error.code) : String(error);
    return refuse(`can't be read (${reason}): a file with one name:token per line`);
  }
};

/** From the environment itself: `name:token`, comma-separated. */
export const operatorCredentials = () => z.string().transform(parseCredentials).optional();
/** From a file, as secrets are mounted: `name:token`, one per line. Read once, at start. */
export const operatorCredentialsFile = () => z.string().transform(readCredentials).optional();

/** Whose token this is. Looks at every credential whatever it finds, so that the time tells nothing. */
export function operatorOf(token: string, credentials: readonly OperatorCredential[]): string | undefined {
  const hash = hashOfToken(token);
  const matching = credentials.filter(({ tokenHash }) => timingSafeEqual(tokenHash, hash));
  return matching[0]?.name;
}
