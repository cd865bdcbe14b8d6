import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Destinations, OpenIncidents } from '../../../contract/answers.ts';
import type { Replays } from '../../../contract/replays.ts';
import { keys } from '../api/keys.ts';
import { learnTime, now } from '../format/clock.ts';
import { delayAfter } from './backoff.ts';
import { put, renew } from './renew.ts';
import { readStream } from './stream.ts';

export interface Connection {
  readonly state: 'live' | 'connecting' | 'down';
  /** When the stream was lost; milliseconds of the epoch. */
  readonly since: number;
}

interface Live {
  readonly connection: Connection;
  readonly reconnect: () => void;
}

const Context = createContext<Live | undefined>(undefined);

/** Keeps the stream of events open while somebody is logged in, and what is shown in step with it. */
export function LiveProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const client = useQueryClient();
  const [connection, setConnection] = useState<Connection>({ state: 'connecting', since: 0 });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    void follow(client, setConnection, stop.signal);
    return () => {
      stop.abort();
    };
  }, [client, round]);
  const live = useMemo(
    () => ({
      connection,
      reconnect: () => {
        setRound((one) => one + 1);
      },
    }),
    [connection],
  );
  return <Context value={live}>{children}</Context>;
}

export function useLive(): Live {
  const live = useContext(Context);
  if (live === undefined) throw new Error('outside of LiveProvider');
  return live;
}

async function follow(client: QueryClient, tell: (connection: Connection) => void, stop: AbortSignal): Promise<void> {
  tell({ state: 'connecting', since: now() });
  for (let failures = 0; ; failures += 1) {
    const wasLost = failures > 0;
    const onOpen = (): void => {
      failures = 0;
      tell({ state: 'live', since: now() });
      if (wasLost) void client.invalidateQueries(); // what happened in between was told to nobody
    };
    const status = await readStream(
      {
        onOpen,
        onEvent: (event, data) => {
          apply(client, event, data);
        },
      },
      stop,
    );
    if (stop.aborted) return;
    if (status === 401) client.setQueryData(keys.session, null);
    tell({ state: 'down', since: now() });
    if (!(await waitFor(delayAfter(failures + 1, Math.random()), stop))) return;
  }
}

function apply(client: QueryClient, event: string, data: string): void {
  const told: unknown = JSON.parse(data);
  switch (event) {
    case 'destinations':
      learnTime((told as Destinations).at);
      void put(client, keys.destinations, told);
      break;
    case 'incidents':
      void put(client, keys.openIncidents, (told as { open: OpenIncidents }).open);
      void renew(client, keys.incidents);
      void renew(client, keys.dossiers);
      break;
    case 'replays':
      void put(client, keys.replays, told);
      for (const replay of (told as Replays).items) void put(client, keys.replay(replay.id), replay);
      void renew(client, ['replays', 'items']);
      break;
  }
}

/** Whether the time passed; false: it was stopped before. */
function waitFor(milliseconds: number, stop: AbortSignal): Promise<boolean> {
  return new Promise((done) => {
    const timer = setTimeout(done, milliseconds, true);
    stop.addEventListener('abort', () => {
      clearTimeout(timer);
      done(false);
    });
  });
}
