const body = (members: string): string => `{${members},"currency":"EUR","source":"tok_visa"}`;

/** Bodies that are refused before the key is looked at; they never burn it. */
export const MALFORMED_BODIES: readonly string[] = [
  '{"amount":1099,"currency":"EUR",,"source":"tok_visa"}',
  '{"amount":1099,"currency":"EUR","source":"tok_visa"',
  "{'amount':1099,'currency':'EUR','source':'tok_visa'}",
  'amount=1099&currency=EUR&source=tok_visa',
  '[]',
  'null',
  '   ',
  body('"amount":1099,"amount":1'),
  body('"amount":1099,"\\u0061mount":109900'),
  body('"amount":1.5'),
  body('"amount":1099.01'),
  body('"amount":9007199254740992'),
  body('"amount":1e400'),
  body('"amount":-500'),
  body('"amount":0'),
  body('"amount":"1099"'),
  body('"amount":01099'),
  body('"amount":1099,"ammount_captured":1'),
  body('"amount":1099,"tenant":"globex"'),
  body('"amount":1099,"metadata":{"nested":{"deep":true}}'),
  '{"amount":1099,"currency":"eur","source":"tok_visa"}',
  '{"amount":1099,"currency":"XQZ","source":"tok_visa"}',
  '{"amount":1099,"currency":"EUR","source":"4242 4242 4242 4242"}',
  '{"amount":1099,"currency":"EUR","source":"4242424242424242"}',
  '{"amount":1099,"currency":"EUR"}',
];

/** Keys that are refused; null sends none. */
export const MALFORMED_KEYS: readonly (string | null)[] = [
  null,
  null,
  'two words',
  'k'.repeat(256),
  '"unclosed',
  'clé-1',
];
