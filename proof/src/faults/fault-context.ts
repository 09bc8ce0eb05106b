import type { Load } from '../run/load/load.ts';
import type { ClientProxy } from '../clients/proxy/client-proxy.ts';
import type { FrontDoor } from '../clients/proxy/front-door.ts';
import type { WorkloadReport } from '../clients/workload-report.ts';
import type { ProofTargets } from '../model/targets.ts';
import type { FailpointFolder } from '../crash-points/failpoint-folder.ts';
import type { ProcessControl } from './means/process-control.ts';
import type { ProviderControl } from './means/provider-control.ts';
import type { WeatherControl } from './means/weather-control.ts';
import type { ReturnPath } from '../network/return-path.ts';

/** What faults have to work with. */
export interface FaultContext {
  readonly targets: ProofTargets;
  /** The charge database as a superuser, for what not even its owner may do. */
  readonly superuserUrl: string;
  readonly processes: ProcessControl;
  readonly provider: ProviderControl;
  /** With an account of its own; null where no fault of the run needs one. */
  readonly otherProvider: ProviderControl | null;
  readonly weather: WeatherControl;
  /** Between charge-api and provider; null where the run has no network of its own. */
  readonly returnPath: ReturnPath | null;
  /** Of the clients' proxy. */
  readonly door: FrontDoor;
  /** A further way for clients, with nothing in it: to these, one after the other, until the run ends. */
  readonly openWay: (targets: readonly string[]) => Promise<Pick<ClientProxy, 'baseUrl'>>;
  readonly failpoints: FailpointFolder;
  /** Sends what a fault needs beyond the traffic that there is. */
  readonly load: Pick<Load, 'sendExtra'>;
  /** While the run's own checks hold still, for what would be spoilt by a harness that is busy with them. */
  readonly undisturbed: <T>(work: () => Promise<T>) => Promise<T>;
  /** What the clients have done so far, by parts of the workload. */
  readonly reports: () => readonly WorkloadReport[];
  /** Resolves when no more traffic comes; what lasts for the whole run ends then. */
  readonly trafficIsOver: Promise<void>;
  /** Milliseconds since the run began. */
  readonly sinceStartMs: () => number;
  /** How long the run is ready to wait for what has still to come. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
  /** Tells who looks on what is being done. */
  readonly tell: (what: string) => void;
}
