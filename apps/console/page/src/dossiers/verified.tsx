import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { formatAge, formatTime } from '../format/time.ts';
import { useNow } from '../format/use-now.ts';
import { reconciliationKeys, reconciliationRequests } from '../reconciliation/requests.ts';
import { useLanguage } from '../texts/language.tsx';

/** How old what is known of the dossier at a destination is; what nobody can see is called so. */
export function VerifiedAt({ code, destination }: { readonly code: string; readonly destination: string }): ReactNode {
  const { t } = useLanguage();
  const now = useNow();
  const { data } = useQuery({
    queryKey: reconciliationKeys.verified(code),
    queryFn: () => reconciliationRequests.verified(code),
  });
  const known = data?.items.find((one) => one.destination === destination);
  if (known === undefined) return null;
  const { verifiedAt, verifiedAs, changedSince, lookup } = known;
  if (verifiedAt === null)
    return <p className="small">{lookup === 'none' ? t.reconciliation.verifiedByManifest : t.reconciliation.verifiedNever}</p>;
  const age = formatAge(now - Date.parse(verifiedAt), t);
  return (
    <p className="small">
      {t.reconciliation.verified(formatTime(verifiedAt), age, t.reconciliation.verifiedAs[verifiedAs])}
      {changedSince && ` ${t.reconciliation.changedSince}`}
    </p>
  );
}
