import { readSample, titleOfIncident, type IncidentToTell } from '#ledger';

/**
 * The body of a message: small, with nothing of a dossier or a person. Members may be added; `version` grows only when one changes its
 * meaning. Source of the frame (type, timestamp, data): Standard Webhooks, "Payload structure".
 */
export function writeAlert(incident: IncidentToTell): string {
  const { id, kind, destination, mustAct, count, sample, openedAt, clearedAt, told } = incident;
  return JSON.stringify({
    type: `incident.${told}`,
    timestamp: (told === 'opened' ? openedAt : (clearedAt ?? openedAt)).toISOString(),
    data: {
      ...{ version: 1, id, kind, destination, mustAct, count, title: titleOfIncident(kind) },
      ...{
        sample: sample === null ? null : readSample(sample).facts,
        openedAt: openedAt.toISOString(),
        clearedAt: clearedAt?.toISOString() ?? null,
      },
    },
  });
}
