import { differing, examineEach, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

export const ledgerAtLastVersion: Invariant = {
  name: 'ledger-at-last-version',
  law: 'The ledger has come to the last version of every charge, but for those that are parked.',
  checkedAt: 'drained',
  expected: acknowledged,
  check: ({ chargeDb, ledgerDb }) => {
    const versions = new Map(ledgerDb.chargeVersions.map(({ chargeId, lastVersion }) => [chargeId, lastVersion]));
    const parked = new Set(ledgerDb.parked.map(({ chargeId }) => chargeId));
    const known = new Set(chargeDb.charges.map(({ id }) => id));
    const strays = ledgerDb.chargeVersions.filter(({ chargeId }) => !known.has(chargeId));
    const examination = examineEach(
      chargeDb.charges.filter(({ id }) => !parked.has(id)),
      ({ id, version }) => {
        const found = versions.get(id) ?? 0;
        return found === version
          ? undefined
          : { detail: differing('version', version, found), subject: { charge: id } };
      },
    );
    const unknown = strays.map(({ chargeId }) => ({
      detail: 'the ledger has a charge that nobody made',
      subject: { charge: chargeId },
    }));
    return { ...examination, breaches: [...examination.breaches, ...unknown] };
  },
};
