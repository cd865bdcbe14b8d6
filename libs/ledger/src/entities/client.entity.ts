import { Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** A system that calls us. */
@Entity('client')
@Unique('client_code_key', ['code'])
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

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
