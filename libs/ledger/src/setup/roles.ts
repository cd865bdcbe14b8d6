import type { EntityManager } from 'typeorm';

/** The database roles of the processes: the door accepts, the road delivers, duties are timed, the desk is the operators'. */
export type ProcessRole = 'door' | 'road' | 'duty' | 'desk';

/** What each role may do, and nothing else. */
const GRANTS: Readonly<Record<ProcessRole, readonly string[]>> = {
  door: [
    'SELECT ON unit, unit_alias, unit_successor, client, client_key, client_scope, destination, code_row, procedure, clock_shift',
    'SELECT ON catalogue_version, snapshot_version, procedure_detail, catalogue_list, catalogue_source, unit_part, handed_dossier',
    'SELECT, INSERT, UPDATE ON former_code_use, unit_warning, client_contact',
    'SELECT ON calendar_day',
    'SELECT, INSERT ON data_key, request, item, dossier, lane, lane_item, incident',
    'SELECT, INSERT, DELETE ON lane_wait',
    'SELECT, INSERT, UPDATE, DELETE ON idempotency',
    'UPDATE ON dossier, lane, lane_item, incident',
    'SELECT, INSERT ON outcome',
    'SELECT ON call, attempt, restoration, resend_request, evidence_anchor, lane_check',
    // What a system says that it has is compared where it comes in.
    'SELECT, INSERT, UPDATE ON manifest, manifest_bucket, discrepancy, duty',
    'USAGE ON SEQUENCE item_position, outcome_position, dossier_id_seq, data_key_id_seq',
    'EXECUTE ON FUNCTION gateway_now(), ensure_partitions(timestamptz, integer), clear_incidents(text[], timestamptz)',
    'EXECUTE ON FUNCTION end_waits(bigint[], text[], timestamptz)',
  ],
  road: [
    'SELECT ON unit, unit_alias, unit_successor, destination, code_row, procedure, clock_shift, dossier, item, client, client_scope',
    'SELECT ON restoration, catalogue_version, snapshot_version, handed_dossier',
    'SELECT, INSERT ON data_key',
    'SELECT, INSERT, UPDATE ON call, attempt, incident, incident_unit, partner_session',
    // What has no difference any more is no unit of its incident.
    'DELETE ON incident_unit',
    'SELECT, INSERT, DELETE ON discrepancy_touched',
    'SELECT, INSERT, DELETE ON lane_wait',
    'SELECT, INSERT, UPDATE ON lane, lane_item',
    // Who opens a lane for a dossier that was accepted before locks that dossier, and locking takes the right to change something of it.
    // What decides the score of a version of before that was kept.
    'UPDATE (score_facts) ON item',
    'UPDATE (created_at, p1, p1_seq, source_steps, source_step_at, source_step_status) ON dossier',
    'UPDATE (due_at, finished_at, returned_at, refused_at, times_seq) ON dossier',
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
    'SELECT, INSERT, UPDATE ON catalogue_source, catalogue_list',
    'SELECT, UPDATE ON catalogue_part',
    'USAGE ON SEQUENCE data_key_id_seq, outcome_position, resend_position, shadow_position',
    'EXECUTE ON FUNCTION gateway_now(), ensure_partitions(timestamptz, integer), forget_shadow_items(timestamptz)',
    'EXECUTE ON FUNCTION clear_incidents(text[], timestamptz), end_waits(bigint[], text[], timestamptz)',
    'EXECUTE ON FUNCTION take_calls(text, integer, double precision, double precision)',
  ],
  // It looks whether everything is as it should be, and has no key to what is encrypted.
  duty: [
    'SELECT ON clock_shift, destination, restoration, lane, lane_item, attempt',
    'SELECT (id, code, client_id, last_seq, created_at) ON dossier',
    'SELECT (dossier_id, seq, id, pos, hash, accepted_at, salt) ON item',
    // Nobody changes evidence, or takes it away.
    'SELECT, INSERT ON evidence_leaf, evidence_block, evidence_anchor',
    'SELECT (id, destinations, sandbox) ON client',
    'SELECT (destination, obtained_at, usable_until) ON partner_session',
    'SELECT (id, begun_at, destination, verdict) ON call',
    // What a holder that is gone had begun is known of nobody.
    'UPDATE ON lane, lane_item, attempt',
    'UPDATE (verdict, cause) ON call',
    'SELECT, INSERT, UPDATE ON incident, alert, duty',
    // The catalogue holds nothing of anybody. Of dossiers only their procedures are counted.
    'SELECT (procedure, status, received_on) ON dossier',
    // Whose a dossier is, to count those of divided units that nobody has decided on.
    'SELECT (received_unit_id) ON dossier',
    'SELECT ON unit_alias, unit_successor, handed_dossier',
    // How the province is scored: statuses, times and marks of dossiers, and what is known to differ. Nothing that is encrypted.
    'SELECT (code, head_seq, last_step_at, source_step_status) ON dossier',
    'SELECT (kind, status, occurred_at, score_facts) ON item',
    'SELECT ON discrepancy',
    // What reconciliation left behind is forgotten in its time: codes, days and causes alone.
    'SELECT, DELETE ON manifest, reconcile_run, resend_request',
    'DELETE ON discrepancy',
    // Whoever locks what it takes away needs the right to change something of it.
    'SELECT, DELETE, UPDATE (stale) ON manifest_bucket',
    'SELECT, INSERT, UPDATE, DELETE ON score_run',
    'SELECT, INSERT, DELETE ON score_loss',
    'SELECT, INSERT ON score_figure',
    'SELECT, DELETE ON score_order',
    'SELECT, INSERT ON job, procedure, procedure_detail, catalogue_part',
    'UPDATE (state, task, started_at, finished_at, counts, error) ON job',
    'UPDATE (recorded) ON procedure, procedure_detail',
    'SELECT, INSERT, UPDATE, DELETE ON catalogue_change',
    'SELECT ON catalogue_source, catalogue_list',
    'SELECT, INSERT ON catalogue_difference',
    'INSERT ON audit',
    'SELECT, INSERT, DELETE ON lane_wait',
    // Whether the working days of the next year are known.
    'SELECT ON calendar_day',
    'EXECUTE ON FUNCTION gateway_now(), forget_replay(timestamptz)',
  ],
  // Whoever looks at what is personal is written down; nobody takes a line of the audit back.
  desk: [
    'SELECT ON clock_shift, operator, unit, unit_alias, unit_successor, client, destination, dossier, item, call, attempt',
    'SELECT ON incident, incident_unit, lane, lane_item, lane_wait, code_row, procedure',
    // What an operator does about a dossier or a code; nothing is ever taken away but a lane from what it waits for.
    'UPDATE ON lane, lane_item, incident',
    'DELETE, INSERT ON lane_wait',
    'INSERT ON code_row, procedure',
    // Ends what is believed, and never says something else in its place.
    'UPDATE (recorded, removed_in) ON code_row',
    'SELECT, INSERT ON code_change',
    'SELECT ON catalogue_version, snapshot_version',
    'UPDATE (recorded) ON procedure',
    'SELECT, INSERT ON procedure_detail',
    'UPDATE (recorded) ON procedure_detail',
    'SELECT, INSERT, UPDATE ON catalogue_change',
    'SELECT ON catalogue_source, catalogue_part, catalogue_difference',
    'SELECT, INSERT ON outcome, job',
    'SELECT ON job_item, discrepancy, manifest, lane_check, duty',
    // What a daily sheet tells.
    'SELECT ON calendar_day, unit_warning, client_contact, resend_request, restoration',
    'SELECT ON score_run, score_figure, score_loss',
    'SELECT, INSERT, UPDATE ON score_order',
    'SELECT, INSERT ON reconcile_run',
    'UPDATE (state, finished_at) ON reconcile_run',
    'UPDATE (state, started_at, finished_at, error, winding_down) ON job',
    'EXECUTE ON FUNCTION clear_incidents(text[], timestamptz), end_waits(bigint[], text[], timestamptz)',
    // Units as operators merge, name and hand over: nothing is ever deleted but a scope that a withdrawn merger had carried on.
    'SELECT, INSERT, UPDATE ON merger, hand_over',
    'SELECT, INSERT ON unit_part',
    'SELECT, INSERT ON handed_dossier',
    'UPDATE (recorded) ON handed_dossier, unit_alias, unit_successor',
    'INSERT ON unit, unit_alias, unit_successor',
    'UPDATE (valid, begun_by, ended_by) ON unit',
    'SELECT, INSERT, DELETE ON client_scope',
    'UPDATE (valid) ON client_scope',
    'SELECT ON former_code_use',
    'USAGE ON SEQUENCE unit_id_seq, unit_alias_id_seq, item_position',
    'SELECT, INSERT ON data_key, audit',
    // Who may log in and what they may do is set with the owner's account alone.
    'UPDATE (last_login_at, failures) ON operator',
    'UPDATE (paused_at, paused_by, pause_reason) ON destination',
    'SELECT, INSERT, UPDATE, DELETE ON operator_session',
    'USAGE ON SEQUENCE data_key_id_seq, outcome_position',
    'EXECUTE ON FUNCTION gateway_now(), catalogue_version(text), snapshot_version(text)',
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
