import type { ReactNode } from 'react';
import type { DossierHead } from '../../../contract/answers.ts';
import { paths } from '../route/route.ts';
import { Link } from '../route/use-route.tsx';
import { LaneTag } from '../states/tag.tsx';
import { useLanguage } from '../texts/language.tsx';

interface FoundProps {
  readonly isLong: boolean;
  readonly found: {
    readonly data: { readonly items: readonly DossierHead[] } | undefined;
    readonly isFetching: boolean;
    readonly isError: boolean;
  };
  readonly onOpen: () => void;
}

/** What the search came to: dossiers as links, or why there are none. */
export function Found({ isLong, found, onOpen }: FoundProps): ReactNode {
  const { t } = useLanguage();
  const items = found.data?.items ?? [];
  const hint = hintOf(isLong, found);
  return (
    <div className="found" role="status">
      {items.length === 0 && <p className="quiet">{t.shell[hint]}</p>}
      <ul>
        {items.map((head) => (
          <li key={head.code}>
            <Line head={head} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function hintOf(isLong: boolean, found: FoundProps['found']): 'findShort' | 'finding' | 'findFailed' | 'findNothing' {
  if (!isLong) return 'findShort';
  if (found.isFetching) return 'finding';
  return found.isError ? 'findFailed' : 'findNothing';
}

function Line({ head, onOpen }: { readonly head: DossierHead; readonly onOpen: () => void }): ReactNode {
  const { t } = useLanguage();
  const statuses: Readonly<Record<number, string>> = t.dossiers.statuses;
  return (
    <Link to={paths.dossier(head.code)} className="found-line" onFollow={onOpen}>
      <span className="code">{head.code}</span>
      <span className="quiet small">
        {head.unit.name} · {statuses[head.status] ?? head.status}
      </span>
      <span className="found-states">
        {head.destinations.map(({ id, state }) => (
          <LaneTag key={id} state={state} />
        ))}
      </span>
    </Link>
  );
}
