import { openLedger } from '#ledger';
import { Clock, type Secrets } from '#runtime';
import { servePages } from './openapi/pages.ts';
import { startPartnerApi, type PartnerApiOptions, type RunningPartnerApi } from './start.ts';

/** What the process of the door is opened with. */
export interface OpeningOptions extends Omit<PartnerApiOptions, 'ledger' | 'clock' | 'pepper' | 'pages'> {
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly feedDays: number;
  readonly secrets: Secrets;
}

/** Opens the door on a ledger of its own, with the pages that only the process serves. */
export async function openPartnerApi({
  databaseUrl: url,
  poolSize,
  feedDays,
  secrets,
  ...door
}: OpeningOptions): Promise<RunningPartnerApi> {
  const clock = new Clock();
  const ledger = await openLedger({ url, application: 'partner-api', clock, log: door.log, poolSize, feedDays, secrets });
  const api = await startPartnerApi({ ...door, ledger, clock, pages: servePages, pepper: secrets.pepper });
  return {
    ...api,
    close: async () => {
      await api.close();
      await ledger.close();
    },
  };
}
