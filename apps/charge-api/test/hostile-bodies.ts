import type { HostileRandom } from './hostile-random.ts';

/** Fields of a charge that would go through, as JSON texts. */
export const GOOD = { amount: '1099', currency: '"EUR"', source: '"tok_visa"' };

const write = (fields: Record<string, string>): string =>
  `{${Object.entries(fields)
    .map(([name, value]) => `"${name}":${value}`)
    .join(',')}}`;

export const GOOD_BODY = write(GOOD);

const JUNK = [
  ...['null', 'true', '[]', '{}', '""', '"x"', '-1', '0', '-0', '1.5', '1e400', '1e-400', '9007199254740992'],
  ...[
    '9007199254740991.4',
    '[1]',
    '{"a":1}',
    '"1099"',
    '"\\u0000"',
    '"\\ud800"',
    '1e99999999999',
    '"4242424242424242"',
  ],
];
const OPTIONAL_JUNK = ['null', '1', '[]', '{"a":{"b":"c"}}', '{"a":1}', '""', '"\\u0000"', '"\\udfff"', '{"":"x"}'];

const wrongType = (random: HostileRandom): string => {
  if (random.integer(3) === 0) {
    const name = random.pick(['reference', 'description', 'metadata', 'capture', 'colour']);
    const value =
      name === 'metadata' ? random.pick(OPTIONAL_JUNK.filter((junk) => junk !== '{}')) : random.pick(OPTIONAL_JUNK);
    return write({ ...GOOD, [name]: value });
  }
  const name = random.pick(['amount', 'currency', 'source'] as const);
  // A source may be any text without spaces, so that some junk would pass for a token.
  const junk =
    name === 'source' ? JUNK.filter((each) => !/^"[\x21-\x7e]+"$/.test(each) || each.includes('4242')) : JUNK;
  return write({ ...GOOD, [name]: random.pick(junk) });
};

const cutShort = (random: HostileRandom): string => GOOD_BODY.slice(0, random.integer(GOOD_BODY.length));

const nested = (random: HostileRandom): string => {
  const unit = random.pick(['[', '{"a":', '[[', '{"metadata":', '[{"a":']);
  const depth = random.pick([33, 100, 5_000, 12_000]);
  return random.integer(2) === 0
    ? unit.repeat(depth)
    : `${GOOD_BODY.slice(0, -1)},"metadata":${'['.repeat(depth)}${']'.repeat(depth)}}`;
};

const doubled = (random: HostileRandom): string => {
  const name = random.pick(['amount', '\\u0061mount', 'currency', 'source', '__proto__', 'constructor']);
  return `${GOOD_BODY.slice(0, -1)},"${name}":${random.pick(['1', '1099', '"tok_visa"', '{}'])}}`;
};

const noise = (random: HostileRandom): Buffer => random.bytes(random.integer(2_000));

const poisoned = (random: HostileRandom): Buffer => {
  const at = random.integer(GOOD_BODY.length - 2) + 1;
  const poison = random.pick([[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0x00], [0xf8, 0x88, 0x80, 0x80, 0x80]]);
  return Buffer.concat([Buffer.from(GOOD_BODY.slice(0, at)), Buffer.from(poison), Buffer.from(GOOD_BODY.slice(at))]);
};

const slow = (random: HostileRandom): string => {
  const zeros = '0'.repeat(random.pick([1_000, 60_000]));
  return write({ ...GOOD, amount: random.pick([`1${zeros}1`, `0.${zeros}1`, `1e${zeros}99999`, `1${zeros}e-99999`]) });
};

const KINDS = [wrongType, wrongType, cutShort, nested, doubled, noise, poisoned, slow];

/** A body that no charge can be made of. */
export const hostileBody = (random: HostileRandom): Buffer => Buffer.from(random.pick(KINDS)(random));

/** A body that no refund can be made of. */
export const hostileRefundBody = (random: HostileRandom): Buffer =>
  Buffer.from(
    random.pick([
      ...[
        '[]',
        'null',
        '"x"',
        '1',
        '{"amount":null}',
        '{"amount":"5"}',
        '{"amount":-5}',
        '{"amount":0}',
        '{"amount":1.5}',
      ],
      ...[
        '{"amount":5,"amount":5}',
        '{"amount":5',
        '{"amount":[5]}',
        '{"reason":"x"}',
        '{"__proto__":{}}',
        '{{}}',
        '\u0000',
      ],
    ]),
  );
