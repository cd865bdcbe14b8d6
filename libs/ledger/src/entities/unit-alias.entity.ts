import { Column, Entity, Exclusion, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { Unit } from './unit.entity.ts';

/** A code of a unit in one scheme, valid in a range of legal days and believed in a range of recorded time. */
@Entity('unit_alias')
@Index('unit_alias_unit', ['unit', 'scheme'])
@Exclusion('unit_alias_no_overlap', 'USING gist (scheme WITH =, code WITH =, valid WITH &&, recorded WITH &&)')
export class UnitAlias {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'BY DEFAULT' })
  id!: number;

  @ManyToOne(() => Unit, { nullable: false })
  @JoinColumn({ name: 'unit_id', foreignKeyConstraintName: 'unit_alias_unit_id_fkey' })
  unit!: Relation<Unit>;

  @Column('text')
  scheme!: string;

  @Column({ type: 'text', collation: 'C' })
  code!: string;

  @Column('daterange')
  valid!: string;

  @Column('tstzrange')
  recorded!: string;

  /** The versions of the catalogue in which it was made and ended; written by the database. */
  @Column('bigint', { name: 'made_in' })
  madeIn!: string;

  @Column('bigint', { name: 'ended_in', nullable: true })
  endedIn!: string | null;

  @Column('text', { name: 'legal_basis', nullable: true })
  legalBasis!: string | null;
}
