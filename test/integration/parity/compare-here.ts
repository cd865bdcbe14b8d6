import { readParityCommand } from '../../../apps/standalone/src/parity/command.ts';
import { compare } from '../../../apps/standalone/src/parity/compare.ts';
import type { ParityReport } from '../../../apps/standalone/src/parity/report.ts';
import { TEST_SECRETS } from '../../support/open-test-ledger.ts';
import type { ShadowStage } from '../relay/shadow-stage.ts';

/** What `npm run parity -- --destination national …` does, without a process of its own. */
export function compareHere(stage: ShadowStage, ...args: readonly string[]): Promise<ParityReport> {
  const command = readParityCommand(['--destination', 'national', ...args]);
  if (command.kind === 'help') throw new Error('nothing to compare');
  const desk = { ownerUrl: stage.test.t.url, wrappingKey: TEST_SECRETS.wrappingKey };
  return compare(command, { ...desk, by: command.by ?? 'test', onProgress: () => undefined });
}
