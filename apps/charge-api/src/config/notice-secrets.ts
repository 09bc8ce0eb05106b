import { z } from 'zod';

const PREFIX = 'whsec_';
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Standard Webhooks 1.0 asks for 24 to 64 bytes; longer ones do no harm. */
const MIN_KEY_BYTES = 24;
const MAX_KEY_BYTES = 255;
/** One in force and one that it replaces; more than a few are a mistake, and each costs a signature per notice. */
const MAX_SECRETS = 4;

/** `whsec_` announces base64, anything else is the key itself. */
const keyOf = (secret: string): Buffer | undefined => {
  if (!secret.startsWith(PREFIX)) return Buffer.from(secret, 'utf8');
  const encoded = secret.slice(PREFIX.length);
  return BASE64.test(encoded) ? Buffer.from(encoded, 'base64') : undefined;
};

/** A secret is never told, only which one of them is at fault. */
const parseSecrets = (text: string, context: z.RefinementCtx): readonly Buffer[] => {
  const refuse = (message: string): void => context.addIssue({ code: 'custom', message });
  const secrets = text.split(/[\s,]+/).filter((secret) => secret !== '');
  if (secrets.length === 0 || secrets.length > MAX_SECRETS) refuse(`must hold 1 to ${MAX_SECRETS} secrets`);
  return secrets.flatMap((secret, index) => {
    const key = keyOf(secret);
    if (key && key.length >= MIN_KEY_BYTES && key.length <= MAX_KEY_BYTES) return [key];
    const range = `${MIN_KEY_BYTES} to ${MAX_KEY_BYTES} bytes`;
    refuse(
      key
        ? `secret ${index + 1} must have ${range}, but has ${key.length}`
        : `secret ${index + 1} must have base64 after ${PREFIX}`,
    );
    return [];
  });
};

/** Secrets that a notice may be signed with, separated by commas or spaces, so that they can be rotated. */
export const noticeSecrets = () => z.string().transform(parseSecrets).optional();
