import { createReadStream } from 'node:fs';
import { EvidenceArchive } from '#ledger';
import { readEnvironment } from '#runtime';
import { findDatabase } from './database/find-database.ts';
import { layOut } from './disk/places.ts';
import { readVerifyCommand, type VerifyCommand } from './evidence/command.ts';
import { EvidenceFile } from './evidence/evidence-file.ts';
import { findPublicKeys } from './evidence/find-public-keys.ts';
import { VERIFY_HELP } from './evidence/help.ts';
import { ReceiptBook } from './evidence/receipt-book.ts';
import { runCommand } from './evidence/run-command.ts';
import { showVerified } from './evidence/show-verified.ts';
import { verify, type Verification, type Verified } from './evidence/verify.ts';
import { StandaloneSettings } from './settings.ts';

// npm run verify-evidence: says whether the chain of evidence is whole, from a file with public keys alone, or from the database.
const settings = (): StandaloneSettings => readEnvironment(StandaloneSettings);

await runCommand('verify-evidence', async (terminal) => {
  const command = readVerifyCommand(process.argv.slice(2));
  if (command === 'help') {
    terminal.line(`${VERIFY_HELP.vi}\n\n${VERIFY_HELP.en}`);
    return true;
  }
  const verified = await run(command);
  if (command.asJson) terminal.line(JSON.stringify(verified, null, 2));
  else for (const { vi, en } of showVerified(verified)) terminal.line(`${vi}\n  ${en}`);
  return verified.faults === 0;
});

async function run(command: VerifyCommand): Promise<Verified> {
  const { from, to } = command;
  const keys = findPublicKeys(command.keys, layOut(settings()));
  const receipts =
    command.receipts === undefined ? undefined : await ReceiptBook.read(createReadStream(command.receipts), { from, to, keys });
  if (command.file === undefined) return verifyDatabase({ from, to, keys, receipts });
  const file = await EvidenceFile.open(createReadStream(command.file));
  return verify(file.records(), { from, to, keys, receipts, readOn: file.head.readOn });
}

async function verifyDatabase(verification: Omit<Verification, 'readOn'>): Promise<Verified> {
  const { ownerUrl } = await findDatabase(layOut(settings()), settings().ownerUrl);
  const archive = await EvidenceArchive.open(ownerUrl);
  try {
    return await verify(archive.read(verification), { ...verification, readOn: await archive.today() });
  } finally {
    await archive.close();
  }
}
