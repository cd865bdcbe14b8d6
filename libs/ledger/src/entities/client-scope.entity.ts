import { Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { ClientRecord } from './client.entity.ts';
import { Unit } from './unit.entity.ts';

/** A unit that a client may speak for, in a range of legal days. */
@Entity('client_scope')
export class ClientScope {
  @PrimaryColumn('integer', { name: 'client_id' })
  clientId!: number;

  @PrimaryColumn('integer', { name: 'unit_id' })
  unitId!: number;

  @PrimaryColumn('daterange')
  valid!: string;

  @ManyToOne(() => ClientRecord)
  @JoinColumn({ name: 'client_id', foreignKeyConstraintName: 'client_scope_client_id_fkey' })
  client!: Relation<ClientRecord>;

  @ManyToOne(() => Unit)
  @JoinColumn({ name: 'unit_id', foreignKeyConstraintName: 'client_scope_unit_id_fkey' })
  unit!: Relation<Unit>;
}
