import { looksLikeCardNumber } from '@once/contracts';

const CENSOR = '[redacted]';

/** Members that are a secret wherever they stand in a line, however deep. */
const SECRET_NAMES = [
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'api_key',
  'apikey',
  'password',
  'passwd',
  'secret',
  'access_token',
  'source',
  'webhook-signature',
].join('|');

/** `"name":"value"`, and `"name":[…]`. */
const MEMBER = new RegExp(`"(${SECRET_NAMES})"(\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)*"|\\[[^\\]]*\\])`, 'gi');
/** The same inside a text that is JSON itself, where every quote is escaped. */
const QUOTED_MEMBER = new RegExp(`\\\\"(${SECRET_NAMES})\\\\"(\\s*:\\s*)\\\\"[^"\\\\]*\\\\"`, 'gi');
/** `name=value`, as in a query string or a connection string. */
const ASSIGNMENT = new RegExp(`\\b(${SECRET_NAMES})=[^\\s&"'\\\\;]+`, 'gi');
/** `scheme://user:password@`. */
const USER_INFO = /([a-z][a-z0-9+.-]*:\/\/)[^\s/"'@\\]*@/gi;
const CREDENTIALS = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi;
/** What our own secrets and the provider's tokens begin with. */
const PREFIXED = /\b(?:sk_(?:test|live)|whsec|tok)_[\w+/=-]+/g;
/** Twelve to nineteen digits, grouped or not, that are no part of an id. */
const DIGITS = /(?<![\w.-])\d(?:[ -]?\d){11,18}(?![\w-])/g;

const scrubDigits = (run: string): string => (looksLikeCardNumber(run) ? CENSOR : run);

/**
 * A line of the log without what must never be in one. The last gate: redaction by path knows the objects that we log,
 * this one also finds a secret in the text of somebody else's error.
 * A number of a member (`"at":1795782242283`) is no text and stays as it is; card numbers come as text.
 */
export function scrubSecrets(line: string): string {
  return line
    .replace(MEMBER, `"$1"$2"${CENSOR}"`)
    .replace(QUOTED_MEMBER, `\\"$1\\"$2\\"${CENSOR}\\"`)
    .replace(USER_INFO, `$1${CENSOR}@`)
    .replace(ASSIGNMENT, `$1=${CENSOR}`)
    .replace(CREDENTIALS, `$1 ${CENSOR}`)
    .replace(PREFIXED, CENSOR)
    .replace(/"(?:[^"\\]|\\.)*"/g, (text) => (/\d{4}/.test(text) ? text.replace(DIGITS, scrubDigits) : text));
}
