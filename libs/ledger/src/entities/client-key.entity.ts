import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, Unique, type Relation } from 'typeorm';
import { ClientRecord } from './client.entity.ts';

/** A credential of a client; only its peppered hash is kept. */
@Entity('client_key')
@Unique('client_key_secret_hash_key', ['secretHash'])
export class ClientKey {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'BY DEFAULT' })
  id!: number;

  @ManyToOne(() => ClientRecord, { nullable: false })
  @JoinColumn({ name: 'client_id', foreignKeyConstraintName: 'client_key_client_id_fkey' })
  client!: Relation<ClientRecord>;

  @Column('text')
  kind!: 'api-key' | 'password';

  /** The name that goes with a password. */
  @Column({ type: 'text', collation: 'C', nullable: true })
  username!: string | null;

  @Column('bytea', { name: 'secret_hash' })
  secretHash!: Buffer;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;
}
