import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type pg from 'pg';
import type { Cipher } from '../cipher.ts';
import type { Settlement } from '../lanes/settlement.ts';
import type { AskedAnswer, Forecast } from './forecast.ts';

/** An item of a job, by its key. */
export interface JobItemKey {
  readonly dossierId: number;
  readonly destination: string;
}

/** What the turns of lanes answer to the jobs that asked. One that has only been begun stays so until everything of it has arrived. */
export function answerJobs(cipher: Cipher, settlements: readonly Settlement[]): pg.QueryConfig[] {
  const answers = settlements.flatMap(({ lane, answered }) =>
    answered === undefined || (answered.forecast === undefined && answered.failed === undefined) ? [] : [{ lane, ...answered }],
  );
  if (answers.length === 0) return [];
  return [writeAnswers(cipher, answers)];
}

/** Writes what jobs were answered, by whoever. */
export function writeAnswers(cipher: Cipher, answers: readonly (AskedAnswer & { readonly lane: JobItemKey })[]): pg.QueryConfig {
  const sealed = answers.map(({ job, lane, forecast }) => forecast && sealForecast(cipher, rowIdOf(job, lane), forecast));
  return {
    name: 'job-answers',
    text: ANSWERS,
    values: [
      ...[answers.map(({ job }) => job), answers.map(({ lane }) => lane.dossierId), answers.map(({ lane }) => lane.destination)],
      ...[answers.map(stateOf), answers.map(({ forecast }) => forecast?.items.length ?? null)],
      ...[sealed.map((one) => one?.data ?? null), sealed.map((one) => one?.keyId ?? null)],
      answers.map(({ forecast, failed }) => failed ?? forecast?.waits ?? null),
    ],
  };
}

function stateOf({ forecast, failed }: AskedAnswer): 'ready' | 'nothing' | 'failed' {
  if (failed !== undefined || forecast === undefined) return 'failed';
  return forecast.items.length === 0 && forecast.waits === undefined ? 'nothing' : 'ready';
}

const ANSWERS = `
  UPDATE job_item i SET state = n.state, to_send = coalesce(n.to_send, i.to_send), forecast_enc = coalesce(n.forecast_enc, i.forecast_enc),
    key_id = coalesce(n.key_id, i.key_id), outcome = n.outcome
  FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::int[], $6::bytea[], $7::int[], $8::text[])
    AS n (job_id, dossier_id, destination, state, to_send, forecast_enc, key_id, outcome)
  WHERE i.job_id = n.job_id AND i.dossier_id = n.dossier_id AND i.destination = n.destination
    AND i.state IN ('listed', 'looking', 'running')`;

function rowIdOf(job: string, { dossierId, destination }: JobItemKey): string {
  return `${job}|${String(dossierId)}|${destination}`;
}

function sealForecast(cipher: Cipher, rowId: string, forecast: Forecast): { data: Buffer; keyId: number } {
  return cipher.seal(deflateRawSync(JSON.stringify(forecast)), rowId);
}

/** A forecast as it was sealed. */
export function openForecast(
  cipher: Cipher,
  { job, key, data, keyId }: { job: string; key: JobItemKey; data: Buffer; keyId: number },
): Forecast {
  return JSON.parse(inflateRawSync(cipher.unseal(data, keyId, rowIdOf(job, key))).toString()) as Forecast;
}
