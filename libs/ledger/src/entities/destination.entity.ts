import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A destination as it was configured last; a new address or account is a new generation. */
@Entity('destination')
export class Destination {
  @PrimaryColumn('text', { collation: 'C' })
  id!: string;

  @Column('text')
  dialect!: string;

  @Column('text')
  lookup!: string;

  @Column('text')
  fingerprint!: string;

  @Column('integer')
  generation!: number;

  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;
}
