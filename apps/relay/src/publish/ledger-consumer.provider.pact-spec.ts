import { describeProvider } from '@once/contract-tools';
import { standingRelay } from '../../test/contract/standing-relay.ts';

describeProvider({ consumer: 'ledger-consumer', provider: 'relay' }, standingRelay);
