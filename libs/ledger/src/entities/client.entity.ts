import { Check, Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** A system that calls us. */
@Entity('client')
@Unique('client_code_key', ['code'])
@Check('client_role_check', `role IN ('commune', 'portal')`)
export class ClientRecord {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'BY DEFAULT' })
  id!: number;

  @Column({ type: 'text', collation: 'C' })
  code!: string;

  @Column('text')
  name!: string;

  /** Destinations of its dossiers; null = all. */
  @Column('text', { array: true, nullable: true })
  destinations!: string[] | null;

  /** Whether a step is made for a version that closes a dossier without one. */
  @Column('boolean', { name: 'closing_step', default: false })
  closingStep!: boolean;

  /** A commune's system, or the national portal. */
  @Column('text', { default: 'commune' })
  role!: 'commune' | 'portal';

  /** In the national dialect `error_code` is a text for it. */
  @Column('boolean', { name: 'error_code_as_text', default: false })
  errorCodeAsText!: boolean;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
