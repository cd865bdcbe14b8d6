import { expect, it } from '@jest/globals';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { put, renew } from './renew.ts';

const KEY = ['replays', 'items', 'a'];

/** A server whose first answers are slow; `standing` is what it has when it is asked. */
class Server {
  standing = 'listed';
  asked = 0;
  private readonly waiting: (() => void)[] = [];

  readonly answer = (): Promise<string> => {
    this.asked += 1;
    const made = this.standing;
    return new Promise((resolve) => {
      this.waiting.push(() => {
        resolve(made);
      });
    });
  };

  async letThrough(): Promise<void> {
    for (const go of this.waiting.splice(0)) go();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

it('shows what was told of while the first answer was under way', async () => {
  const [client, server] = [new QueryClient(), new Server()];
  const stop = new QueryObserver(client, { queryKey: KEY, queryFn: server.answer }).subscribe(() => undefined);
  server.standing = 'ready';
  const renewed = renew(client, ['replays', 'items']);
  await server.letThrough();
  expect(client.getQueryData(KEY)).toBe('listed');
  await server.letThrough();
  await renewed;
  expect(client.getQueryData(KEY)).toBe('ready');
  expect(server.asked).toBe(2);
  stop();
  client.clear();
});

it('asks once where nothing is under way', async () => {
  const [client, server] = [new QueryClient(), new Server()];
  const stop = new QueryObserver(client, { queryKey: KEY, queryFn: server.answer }).subscribe(() => undefined);
  await server.letThrough();
  server.standing = 'ready';
  const renewed = renew(client, KEY);
  await server.letThrough();
  await renewed;
  expect([client.getQueryData(KEY), server.asked]).toEqual(['ready', 2]);
  stop();
  client.clear();
});

it('takes what is told for newer than an answer that is under way', async () => {
  const [client, server] = [new QueryClient(), new Server()];
  const stop = new QueryObserver(client, { queryKey: KEY, queryFn: server.answer }).subscribe(() => undefined);
  await put(client, KEY, 'told');
  await server.letThrough();
  expect(client.getQueryState(KEY)).toMatchObject({ data: 'told', status: 'success', fetchStatus: 'idle' });
  stop();
  client.clear();
});
