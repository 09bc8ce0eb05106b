import { bodyText, type ReceivedAnswer } from '../http/attempt-outcome.ts';
import { parseExactJson } from '../json/exact-json.ts';
import { isJsonObject } from '../json/json-object-reader.ts';

/** The charge that a 202 speaks of, from its body, which is the charge as it is now. Undefined when unreadable. */
export function readPendingChargeId(answer: ReceivedAnswer): string | undefined {
  try {
    const charge = parseExactJson(bodyText(answer));
    return isJsonObject(charge) && typeof charge['id'] === 'string' ? charge['id'] : undefined;
  } catch (error) {
    // The id is a convenience for the error at the end; an unreadable 202 is still asked again.
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}
