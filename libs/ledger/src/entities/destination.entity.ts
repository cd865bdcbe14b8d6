import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** A destination as it was configured last; a new address or account is a new generation. */
@Entity('destination')
@Check('destination_serves_check', `serves IN ('real', 'sandbox', 'all')`)
@Check('destination_mode_check', `mode IN ('live', 'shadow')`)
export class Destination {
  @PrimaryColumn('text', { collation: 'C' })
  id!: string;

  @Column('text')
  dialect!: string;

  @Column('text')
  lookup!: string;

  /** Whose dossiers it takes: those of real clients, of clients that are tried out, or of all. */
  @Column('text', { default: 'real' })
  serves!: 'real' | 'sandbox' | 'all';

  @Column('text')
  fingerprint!: string;

  @Column('integer')
  generation!: number;

  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;

  /** When it was stopped because it refuses us altogether, and why; null = it runs. */
  @Column('timestamptz', { name: 'stopped_at', nullable: true })
  stoppedAt!: Date | null;

  @Column('text', { name: 'stop_cause', nullable: true })
  stopCause!: string | null;

  /** In shadow everything is planned and written for it, and nothing is sent. */
  @Column('text', { default: 'live' })
  mode!: 'live' | 'shadow';

  /** Since when it is in shadow; null while it is live. */
  @Column('timestamptz', { name: 'shadow_since', nullable: true })
  shadowSince!: Date | null;

  /** When it last went from shadow to live. */
  @Column('timestamptz', { name: 'cut_over_at', nullable: true })
  cutOverAt!: Date | null;

  /** From when on one relay may probe it. */
  @Column('timestamptz', { name: 'probe_at', nullable: true })
  probeAt!: Date | null;

  @Column('integer', { name: 'probe_failures', default: 0 })
  probeFailures!: number;

  /** When, by whom and why it was paused; null = it is not. */
  @Column('timestamptz', { name: 'paused_at', nullable: true })
  pausedAt!: Date | null;

  @Column('text', { name: 'paused_by', nullable: true })
  pausedBy!: string | null;

  @Column('text', { name: 'pause_reason', nullable: true })
  pauseReason!: string | null;

  /** The maintenance that goes on, as the relays told last. */
  @Column('timestamptz', { name: 'maintenance_from', nullable: true })
  maintenanceFrom!: Date | null;

  @Column('timestamptz', { name: 'maintenance_until', nullable: true })
  maintenanceUntil!: Date | null;
}
