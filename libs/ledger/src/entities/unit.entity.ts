import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A commune, ward or other agency during one life; its codes are dated aliases. */
@Entity('unit')
export class Unit {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'BY DEFAULT' })
  id!: number;

  @Column('text')
  name!: string;

  @Column('text')
  type!: string;

  /** Half-open range of legal days. */
  @Column('daterange')
  valid!: string;

  /** The version of the catalogue in which it was made; written by the database. */
  @Column('bigint', { name: 'made_in' })
  madeIn!: string;

  /** The mergers by which an operator began and ended it; null = the files did, or nobody. */
  @Column('uuid', { name: 'begun_by', nullable: true })
  begunBy!: string | null;

  @Column('uuid', { name: 'ended_by', nullable: true })
  endedBy!: string | null;
}
