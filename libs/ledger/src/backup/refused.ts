/** Why a database is not backed up, or a backup not loaded into it. */
export type BackupRefusal =
  /** The wrapping key does not open what is encrypted in the database. */
  | 'keys.wrong'
  /** The backup has migrations that this product does not know. */
  | 'backup.newer'
  /** There is something in the target. */
  | 'target.not-empty'
  /** Somebody is connected to the target. */
  | 'target.in-use'
  | 'ledger.in-use'
  /** The account may not make what a restore has to make. */
  | 'target.no-rights'
  /** A table came out with another number of rows than the backup says. */
  | 'rows.differ'
  /** The time since which to send again lies after what the backup is complete until. */
  | 'since.late'
  /** There is no restoration that could be finished. */
  | 'restoration.none';

/** Something that a person has to decide or mend first; `details` name things and are shown as they are. */
export class BackupRefused extends Error {
  constructor(
    readonly refusal: BackupRefusal,
    readonly details: readonly string[] = [],
  ) {
    super(`${refusal}: ${details.join(', ')}`);
    this.name = 'BackupRefused';
  }
}
