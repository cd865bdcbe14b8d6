import type { ReactNode } from 'react';
import type { Forecast, Replay, ReplayItem } from '../../../contract/replays.ts';
import { keys } from '../api/keys.ts';
import { usePortions } from '../api/use-portions.ts';
import { useDestinationName } from '../destinations/destinations.tsx';
import { paths } from '../route/route.ts';
import { Link } from '../route/use-route.tsx';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { More } from '../states/more.tsx';
import { useLanguage } from '../texts/language.tsx';
import { ReplayItemTag } from './replay-tag.tsx';
import { replayRequests } from './requests.ts';

/** What would be sent now, dossier by dossier and field by field; later what came of it. */
export function DryRun({ replay }: { readonly replay: Replay }): ReactNode {
  const { t } = useLanguage();
  return (
    <section aria-labelledby="dry-run">
      <h2 id="dry-run">{t.replays.dryRun}</h2>
      <Items id={replay.id} />
    </section>
  );
}

function Items({ id }: { readonly id: string }): ReactNode {
  const { t } = useLanguage();
  const { list, items } = usePortions(keys.replayItems(id), (after) => replayRequests.items(id, after));
  if (list.isPending) return <Loading rows={5} />;
  if (list.data === undefined) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  if (items.length === 0) return <p className="quiet">{t.replays.dryRunEmpty}</p>;
  return (
    <>
      <ul className="rows">
        {items.map((item) => (
          <Item key={`${item.code} ${item.destination}`} item={item} />
        ))}
      </ul>
      <More list={list} />
    </>
  );
}

/** Opened where there is something to see; closed it says how many items, and how it stands. */
function Item({ item: { code, destination, forecast, state, why } }: { readonly item: ReplayItem }): ReactNode {
  const { t, say } = useLanguage();
  const nameOf = useDestinationName();
  const sum = forecast.length === 0 ? '' : ` · ${t.replays.items(forecast.length)}`;
  return (
    <li className="row">
      <details className="whole">
        <summary>
          <span className="code">{code}</span>{' '}
          <span className="quiet">
            → {nameOf(destination)}
            {sum}
          </span>{' '}
          <ReplayItemTag state={state} />
        </summary>
        {why !== null && <p className="small">{say(why)}</p>}
        {state === 'nothing' && <p className="small">{t.replays.nothing}</p>}
        <p className="small">
          <Link to={paths.dossier(code)}>{t.dossiers.title}</Link>
        </p>
        {forecast.map((one) => (
          <Call key={`${one.service} ${String(one.seq)}`} forecast={one} />
        ))}
      </details>
    </li>
  );
}

function Call({ forecast: { service, seq, kind, fields } }: { readonly forecast: Forecast }): ReactNode {
  const { t } = useLanguage();
  const heads = [t.replays.field, t.replays.acknowledged, t.replays.now];
  const name = `${service} · ${t.dossiers.item(seq)} · ${kind}`;
  return (
    <div className="table" role="group" aria-label={name} tabIndex={0}>
      <table>
        <caption>{name}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fields.map(({ field, acknowledged, now }) => (
            <tr key={field}>
              <th scope="row" className="code">
                {field}
              </th>
              <td>{acknowledged ?? t.sizes.none}</td>
              <td>{acknowledged === now ? now : <b>{now ?? t.sizes.none}</b>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
