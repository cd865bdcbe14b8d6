/** A login at the national dialect door; gives the session. @throws when it is refused */
export async function loginAt(url: string, { username, password }: { username: string; password: string }): Promise<string> {
  const answer = await fetch(`${url}/mapi/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  const { session, message } = (await answer.json()) as { session?: string; message?: string };
  if (session === undefined) throw new Error(`login refused: ${String(message)}`);
  return session;
}
