import { SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Input } from 'antd';
import { useDeferredValue, useState, type ReactNode } from 'react';
import type { DossierHead } from '../../../contract/answers.ts';
import { keys } from '../api/keys.ts';
import { requests } from '../api/requests.ts';
import { paths } from '../route/route.ts';
import { go } from '../route/use-route.tsx';
import { LaneTag } from '../states/tag.tsx';
import { useLanguage } from '../texts/language.tsx';

/** The server looks for beginnings of at least so many characters. */
const SHORTEST = 8;

/** The one box: part of a code leads to its dossier, from every place of the page. */
export function FindBox(): ReactNode {
  const { t } = useLanguage();
  const [typed, setTyped] = useState('');
  const wanted = useDeferredValue(typed.trim());
  const isLong = wanted.length >= SHORTEST;
  const found = useQuery({ queryKey: keys.found(wanted), queryFn: () => requests.findDossiers(wanted), enabled: isLong });
  const open = (code: string): void => {
    setTyped('');
    go(paths.dossier(code));
  };
  const items = found.data?.items ?? [];
  const enter = (): void => {
    const [first] = items;
    if (first !== undefined && !found.isFetching) open(first.code);
  };
  return (
    <search className="find">
      <AutoComplete
        value={typed}
        onChange={setTyped}
        onSelect={open}
        options={items.map(toOption)}
        notFoundContent={wanted === '' ? null : <Hint isLong={isLong} found={found} />}
        popupMatchSelectWidth={false}
        classNames={{ popup: { root: 'find-results' } }}
      >
        <Input prefix={<SearchOutlined />} placeholder={t.shell.findHint} aria-label={t.shell.find} allowClear onPressEnter={enter} spellCheck={false} />
      </AutoComplete>
    </search>
  );
}

function toOption(head: DossierHead) {
  return { value: head.code, label: <Found head={head} /> };
}

function Found({ head }: { readonly head: DossierHead }): ReactNode {
  const { t } = useLanguage();
  const statuses: Readonly<Record<number, string>> = t.dossiers.statuses;
  return (
    <span className="found">
      <span className="code">{head.code}</span>
      <span className="quiet small">{head.unit.name} · {statuses[head.status] ?? head.status}</span>
      <span className="found-states">{head.destinations.map(({ id, state }) => <LaneTag key={id} state={state} />)}</span>
    </span>
  );
}

function Hint({ isLong, found }: { readonly isLong: boolean; readonly found: { readonly isFetching: boolean; readonly isError: boolean } }): ReactNode {
  const { t } = useLanguage();
  if (!isLong) return t.shell.findShort;
  if (found.isFetching) return t.act.loading;
  return found.isError ? t.shell.findFailed : t.shell.findNothing;
}
