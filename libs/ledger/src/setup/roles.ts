import type { EntityManager } from 'typeorm';

/** The database roles of the processes: the door accepts, the road delivers, duties are timed, the desk is the operators'. */
export type ProcessRole = 'door' | 'road' | 'duty' | 'desk';

/** What each role may do, and nothing else. */
const GRANTS: Readonly<Record<ProcessRole, readonly string[]>> = {
  door: [
    'SELECT ON unit, unit_alias, unit_successor, client, client_key, client_scope, destination, code_row, procedure, clock_shift',
    'SELECT ON catalogue_version',
    'SELECT, INSERT ON data_key, request, item, dossier, lane, lane_item, incident',
    'SELECT, INSERT, DELETE ON lane_wait',
    'SELECT, INSERT, UPDATE, DELETE ON idempotency',
    'UPDATE ON dossier, lane, lane_item, incident',
    'SELECT, INSERT ON outcome',
    'SELECT ON call, attempt, restoration, resend_request, lane_check',
    // What a system says that it has is compared where it comes in.
    'SELECT, INSERT, UPDATE ON manifest, manifest_bucket, discrepancy, duty, incident_unit',
    'USAGE ON SEQUENCE item_position, outcome_position, dossier_id_seq, data_key_id_seq',
    'EXECUTE ON FUNCTION gateway_now(), ensure_partitions(timestamptz, integer), clear_incidents(text[], timestamptz)',
    'EXECUTE ON FUNCTION end_waits(bigint[], text[], timestamptz)',
  ],
  road: [
    'SELECT ON unit, unit_alias, unit_successor, destination, code_row, procedure, clock_shift, dossier, item, client, client_scope',
    'SELECT ON restoration',
    'SELECT, INSERT ON data_key',
    'SELECT, INSERT, UPDATE ON call, attempt, incident, incident_unit, partner_session',
    'SELECT, INSERT, DELETE ON lane_wait',
    'SELECT, INSERT, UPDATE ON lane, lane_item',
    // Who opens a lane for a dossier that was accepted before locks that dossier, and locking takes the right to change something of it.
    'UPDATE (created_at, p1, p1_seq, source_steps, source_step_at, source_step_status) ON dossier',
    'SELECT, INSERT, UPDATE ON lane_check, discrepancy, reconcile_run, manifest_bucket',
    'SELECT ON manifest',
    'UPDATE (closed_at) ON resend_request',
    'SELECT, INSERT ON outcome, resend_request',
    'SELECT, INSERT, UPDATE ON duty, job_item',
    'SELECT ON job',
    'UPDATE (state, cursor, listed_at, ready_at, finished_at, counts, per_second, error, winding_down, holder, lease_until, fence) ON job',
    'UPDATE (stopped_at, stop_cause, probe_at, probe_failures, maintenance_from, maintenance_until) ON destination',
    'SELECT, INSERT, UPDATE ON call_budget',
    'INSERT ON shadow_item',
    'USAGE ON SEQUENCE data_key_id_seq, outcome_position, resend_position, shadow_position',
    'EXECUTE ON FUNCTION gateway_now(), ensure_partitions(timestamptz, integer), forget_shadow_items(timestamptz)',
    'EXECUTE ON FUNCTION clear_incidents(text[], timestamptz), end_waits(bigint[], text[], timestamptz)',
    'EXECUTE ON FUNCTION take_calls(text, integer, double precision, double precision)',
  ],
  // It looks whether everything is as it should be, and has no key to what is encrypted.
  duty: [
    'SELECT ON clock_shift, destination, restoration, lane, lane_item, attempt',
    'SELECT (id, code, client_id, last_seq, created_at) ON dossier',
    'SELECT (dossier_id, seq) ON item',
    'SELECT (id, destinations, sandbox) ON client',
    'SELECT (destination, obtained_at, usable_until) ON partner_session',
    'SELECT (id, begun_at, destination, verdict) ON call',
    // What a holder that is gone had begun is known of nobody.
    'UPDATE ON lane, lane_item, attempt',
    'UPDATE (verdict, cause) ON call',
    'SELECT, INSERT, UPDATE ON incident, alert, duty',
    'SELECT, INSERT, DELETE ON lane_wait',
    'EXECUTE ON FUNCTION gateway_now()',
  ],
  // Whoever looks at what is personal is written down; nobody takes a line of the audit back.
  desk: [
    'SELECT ON clock_shift, operator, unit, unit_alias, unit_successor, client, destination, dossier, item, call, attempt',
    'SELECT ON incident, incident_unit, lane, lane_item, lane_wait, code_row, procedure',
    // What an operator does about a dossier or a code; nothing is ever taken away but a lane from what it waits for.
    'UPDATE ON lane, lane_item, incident',
    'DELETE, INSERT ON lane_wait',
    'INSERT ON code_row, procedure',
    'SELECT, INSERT ON outcome, job',
    'SELECT ON job_item, discrepancy, manifest, lane_check',
    'SELECT, INSERT ON reconcile_run',
    'UPDATE (state, finished_at) ON reconcile_run',
    'UPDATE (state, started_at, finished_at, error, winding_down) ON job',
    'EXECUTE ON FUNCTION clear_incidents(text[], timestamptz), end_waits(bigint[], text[], timestamptz)',
    'SELECT, INSERT ON data_key, audit',
    // Who may log in and what they may do is set with the owner's account alone.
    'UPDATE (last_login_at, failures) ON operator',
    'UPDATE (paused_at, paused_by, pause_reason) ON destination',
    'SELECT, INSERT, UPDATE, DELETE ON operator_session',
    'USAGE ON SEQUENCE data_key_id_seq, outcome_position',
    'EXECUTE ON FUNCTION gateway_now()',
  ],
};

/** Grants each process role its own rights, after taking everybody's away. Role names are trusted configuration, quoted all the same. */
export async function grantRoles(source: EntityManager, roles: Readonly<Record<ProcessRole, string>>): Promise<void> {
  await source.query('REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC');
  await source.query('REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC');
  for (const [role, grants] of Object.entries(GRANTS)) {
    const name = `"${roles[role as ProcessRole].replaceAll('"', '""')}"`;
    await source.query(`GRANT USAGE ON SCHEMA public TO ${name}`);
    for (const grant of grants) await source.query(`GRANT ${grant} TO ${name}`);
  }
}
