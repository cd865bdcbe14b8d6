import { Button, Checkbox } from 'antd';
import { useState, type ReactNode } from 'react';
import type { CatalogueChange } from '../../../contract/catalogue.ts';
import { keys } from '../api/keys.ts';
import { usePortions } from '../api/use-portions.ts';
import { formatCount } from '../format/time.ts';
import { useMay } from '../login/operator.tsx';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { More } from '../states/more.tsx';
import { Nothing } from '../states/nothing.tsx';
import { useLanguage } from '../texts/language.tsx';
import { Act } from './act.tsx';
import { describeSide } from './describe-change.ts';
import { catalogueRequests, type Decision } from './requests.ts';
import { Table } from './table.tsx';

/** Changes of a sync, or all that wait; those that wait may be decided, one by one or together. */
export function Changes({ sync }: { readonly sync: string | undefined }): ReactNode {
  const { t } = useLanguage();
  const { list, items } = usePortions(keys.catalogueChanges(sync), (after) => catalogueRequests.changes(sync, after));
  if (list.isPending) return <Loading rows={4} />;
  if (list.data === undefined) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  const empty =
    sync === undefined
      ? { title: t.catalogue.nothingWaits, next: t.catalogue.nothingWaitsNext }
      : { title: t.catalogue.noChanges, next: t.catalogue.noChangesNext };
  if (items.length === 0) return <Nothing {...empty} />;
  return (
    <>
      <List items={items} hasMore={list.hasNextPage} />
      <More list={list} />
    </>
  );
}

interface ListProps {
  readonly items: readonly CatalogueChange[];
  /** Whether there are more than those that are shown. */
  readonly hasMore: boolean;
}

function List({ items, hasMore }: ListProps): ReactNode {
  const { t } = useLanguage();
  const may = useMay('operator');
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const open = items.filter(({ state }) => may && state === 'waiting').map(({ id }) => id);
  const choose = (id: number, isChosen: boolean): void => {
    setChosen(isChosen ? [...chosen, id] : chosen.filter((other) => other !== id));
  };
  const { change, code, name, before, after, touched } = t.catalogue;
  return (
    <>
      {open.length > 0 && (
        <Acts open={open} chosen={open.filter((id) => chosen.includes(id))} hasMore={hasMore} onChoose={setChosen} />
      )}
      <Table label={t.catalogue.waiting} heads={[change, code, name, before, after, touched]}>
        {items.map((item) => (
          <Row
            key={item.id}
            change={item}
            isChosen={chosen.includes(item.id)}
            onChoose={open.includes(item.id) ? choose : undefined}
          />
        ))}
      </Table>
    </>
  );
}

interface ActsProps {
  readonly open: readonly number[];
  readonly chosen: readonly number[];
  readonly hasMore: boolean;
  readonly onChoose: (ids: readonly number[]) => void;
}

function Acts({ open, chosen, hasMore, onChoose }: ActsProps): ReactNode {
  const { t } = useLanguage();
  const [decision, setDecision] = useState<Decision | undefined>();
  return (
    <div className="change-acts">
      <Checkbox
        checked={chosen.length === open.length}
        onChange={({ target }) => {
          onChoose(target.checked ? open : []);
        }}
      >
        {t.catalogue.waiting} ({chosen.length}/{open.length})
      </Checkbox>
      {hasMore && <span className="quiet small">{t.catalogue.shownOnly}</span>}
      {(['activate', 'reject'] as const).map((one) => (
        <Button
          key={one}
          disabled={chosen.length === 0}
          onClick={() => {
            setDecision(one);
          }}
        >
          {t.catalogue[one]}
        </Button>
      ))}
      {decision !== undefined && (
        <Decide
          decision={decision}
          ids={chosen}
          onClose={() => {
            setDecision(undefined);
          }}
        />
      )}
    </div>
  );
}

function Decide({
  decision,
  ids,
  onClose,
}: {
  readonly decision: Decision;
  readonly ids: readonly number[];
  readonly onClose: () => void;
}): ReactNode {
  const { t, language } = useLanguage();
  const count = formatCount(ids.length, language);
  const texts = {
    activate: { title: t.catalogue.activateTitle, text: t.catalogue.activateText(count), confirm: t.catalogue.activate },
    reject: { title: t.catalogue.rejectTitle, text: t.catalogue.rejectText(count), confirm: t.catalogue.reject },
  }[decision];
  return <Act {...texts} run={(reason) => catalogueRequests.decide(decision, ids, reason)} onClose={onClose} />;
}

interface RowProps {
  readonly change: CatalogueChange;
  readonly isChosen: boolean;
  readonly onChoose: ((id: number, isChosen: boolean) => void) | undefined;
}

function Row({ change, isChosen, onChoose }: RowProps): ReactNode {
  const { t, language } = useLanguage();
  const { id, code, name, kind, state, before, after, openDossiers, recentDossiers } = change;
  const words = state === 'waiting' ? t.catalogue.kinds[kind] : `${t.catalogue.kinds[kind]} · ${t.catalogue.states[state]}`;
  const counts = [openDossiers, recentDossiers].map((count) => formatCount(count, language));
  return (
    <tr data-change={`${code} ${kind}`}>
      <td className="nowrap">
        {onChoose === undefined ? (
          words
        ) : (
          <Checkbox
            aria-label={t.catalogue.select(code)}
            checked={isChosen}
            onChange={({ target }) => {
              onChoose(id, target.checked);
            }}
          >
            {words}
          </Checkbox>
        )}
      </td>
      <td className="code nowrap">{code}</td>
      <td>{name}</td>
      <td className="quiet">{describeSide(before, t)}</td>
      <td>{describeSide(after, t)}</td>
      <td className="nowrap">{t.catalogue.touches(counts[0] ?? '', counts[1] ?? '')}</td>
    </tr>
  );
}
