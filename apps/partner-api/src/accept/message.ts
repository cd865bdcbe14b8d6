import type { Client } from '#ledger';
import type { Asker } from '#runtime';
import type { ReceivedBody } from '../http/received-body.ts';
import type { Intake } from './intake.ts';
import type { Options } from './options.ts';

/** A request to accept something, as it came through admission. */
export interface Message {
  readonly asker: Asker;
  readonly client: Client;
  readonly intake: Intake;
  readonly options: Options;
  readonly body: ReceivedBody | undefined;
}
