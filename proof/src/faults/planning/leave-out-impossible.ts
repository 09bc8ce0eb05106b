import type { OwnNetwork } from '../../network/own-network.ts';
import type { Fault } from '../fault.ts';
import type { Selection } from './select-faults.ts';

export const needsOwnNetwork = ({ needsOwnNetwork = false }: Fault): boolean => needsOwnNetwork;

/** What can't be done on this machine is left out of a set of faults; the caller says so. */
export const leaveOutImpossible = (selection: Selection, network: OwnNetwork | null): Selection =>
  network?.kind === 'impossible'
    ? { ...selection, faults: selection.faults.filter((fault) => !needsOwnNetwork(fault)) }
    : selection;
