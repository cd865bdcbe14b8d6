import { describe, expect, it } from '@jest/globals';
import type { DestinationView, DossierView } from '#ledger';
import { showDossier } from './outcome.ts';

function shown(outcome: NonNullable<DestinationView['lastOutcome']>['outcome'], cause: string): string {
  const destination = { id: 'province', lastOutcome: { outcome, cause, at: new Date(0) } };
  const view = { destinations: [destination] } as unknown as DossierView;
  const { destinations } = showDossier(view) as { destinations: { lastOutcome: { message: { en: string } } }[] };
  return destinations[0]?.lastOutcome.message.en ?? '';
}

describe('the last outcome of a dossier', () => {
  it('says of a refusal who mends it, as the feed does', () => {
    expect(shown('refused', 'national.content')).toContain('Correct and send it again');
    expect(shown('refused', 'province.content')).toContain('The province settles it');
    expect(shown('refused', 'other.cause')).toContain('Check it');
  });

  it('promises no look-up where there may be none', () => {
    expect(shown('unknown', 'transport.timeout')).toContain('where nothing can be looked up');
  });
});
