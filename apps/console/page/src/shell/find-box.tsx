import { SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useDeferredValue, useEffect, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { keys } from '../api/keys.ts';
import { requests } from '../api/requests.ts';
import { paths } from '../route/route.ts';
import { go } from '../route/use-route.tsx';
import { useClear } from '../states/clear.tsx';
import { useLanguage } from '../texts/language.tsx';
import { Found } from './found.tsx';

/** The server looks for beginnings of at least so many characters; a whole source code may be shorter. */
const SHORTEST = 3;

/** The one box: part of a code leads to its dossier, from every place of the page. */
export function FindBox(): ReactNode {
  const { t } = useLanguage();
  const clear = useClear();
  const [typed, setTyped] = useState('');
  const box = useRef<HTMLElement>(null);
  const wanted = useDeferredValue(typed.trim());
  const isLong = wanted.length >= SHORTEST;
  const found = useQuery({ queryKey: keys.found(wanted), queryFn: () => requests.findDossiers(wanted), enabled: isLong });
  const close = (): void => {
    setTyped('');
  };
  useOutside(box, close);
  const onKeyDown = (event: KeyboardEvent): void => {
    const [first] = found.data?.items ?? [];
    if (event.key === 'Escape') close();
    if (event.key === 'ArrowDown') box.current?.querySelector('a')?.focus();
    if (event.key !== 'Enter' || first === undefined || found.isFetching) return;
    close();
    go(paths.dossier(first.code));
  };
  return (
    <search className="find" ref={box}>
      <Input
        prefix={<SearchOutlined />}
        placeholder={t.shell.findHint}
        aria-label={t.shell.find}
        value={typed}
        allowClear={clear}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setTyped(event.target.value);
        }}
        onKeyDown={onKeyDown}
      />
      {wanted !== '' && typed !== '' && <Found isLong={isLong} found={found} onOpen={close} />}
    </search>
  );
}

/** Tells when the attention goes elsewhere, by pointer or by keyboard. */
function useOutside(box: RefObject<HTMLElement | null>, onLeave: () => void): void {
  useEffect(() => {
    const leave = ({ target }: Event): void => {
      if (target instanceof Node && box.current?.contains(target) === false) onLeave();
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
    };
  });
}
