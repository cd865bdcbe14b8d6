import { Check, Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** A system that calls us. */
@Entity('client')
@Unique('client_code_key', ['code'])
@Check('client_role_check', `role IN ('commune', 'portal')`)
@Check('client_requests_per_second_check', 'requests_per_second > 0')
@Check('client_items_per_second_check', 'items_per_second > 0')
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

  /** Whether it is tried out: its dossiers belong to a test unit and go only where such dossiers are taken. */
  @Column('boolean', { default: false })
  sandbox!: boolean;

  /** What it may send in a second, at each door process; null = without limit. */
  @Column('integer', { name: 'requests_per_second', nullable: true, default: 50 })
  requestsPerSecond!: number | null;

  @Column('integer', { name: 'items_per_second', nullable: true, default: 500 })
  itemsPerSecond!: number | null;

  /** From where it may call; null = from anywhere. */
  @Column('cidr', { array: true, nullable: true })
  networks!: string[] | null;

  /** The destination whose own system it is, which says by manifests what it has; null = a system of communes. */
  @Column({ type: 'text', name: 'speaks_for', collation: 'C', nullable: true })
  speaksFor!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
