import { chargeEventSchema, type ChargeEvent } from '@once/contracts';
import { rejected, type Rejection } from '../charge-event/decoded-event.ts';

export interface EventBody {
  readonly kind: 'ok';
  readonly body: ChargeEvent;
}

/** Fails on bytes that are not UTF-8, where a lenient decoder would put replacement characters into the books. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

const parseJson = (value: Buffer): { json: unknown } | undefined => {
  try {
    return { json: JSON.parse(utf8.decode(value)) };
  } catch {
    // The only two outcomes are JSON and not JSON; where it broke may quote the value, so it is not kept.
    return undefined;
  }
};

/** Reads the body of an event or says what is wrong with it. Members that we do not know are ignored. */
export function readEventBody(value: Buffer): EventBody | Rejection {
  const parsed = parseJson(value);
  if (!parsed) return rejected('invalid_json', 'the value is not JSON in UTF-8');
  const checked = chargeEventSchema.safeParse(parsed.json);
  if (!checked.success) {
    const issues = checked.error.issues.map((issue) => `${issue.path.join('.') || '(body)'}: ${issue.message}`);
    return rejected('invalid_body', issues.join('; '));
  }
  // Postgres has no NUL in text, and no tenant has one.
  if (checked.data.tenant_id.includes('\0')) return rejected('invalid_body', 'tenant_id: must not contain NUL');
  return { kind: 'ok', body: checked.data };
}
