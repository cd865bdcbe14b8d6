import { describe, expect, it } from '@jest/globals';
import { GroupCommit, Overloaded, type GroupCommitOptions } from './group-commit.ts';

const OPTIONS: GroupCommitOptions<number> = { maxWeight: 10, maxInFlight: 1, maxWaiting: 100, isFaultOfOne: () => true };

function gate(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Groups of which the one with that member does not end before it is released. */
function stuckOn(
  stuck: number,
  options: Partial<GroupCommitOptions<number>>,
): { groups: number[][]; commits: GroupCommit<number, number>; release: () => void } {
  const groups: number[][] = [];
  const { opened, open } = gate();
  const commit = async (members: readonly number[]): Promise<readonly number[]> => {
    groups.push([...members]);
    if (members.includes(stuck)) await opened;
    return members;
  };
  return { groups, commits: new GroupCommit(commit, { ...OPTIONS, ...options }), release: open };
}

describe('GroupCommit', () => {
  it('answers only after the commit, and gathers what arrives meanwhile', async () => {
    const sizes: number[] = [];
    const first = gate();
    const groups = new GroupCommit<number, number>(async (members) => {
      sizes.push(members.length);
      await first.opened;
      return members.map((member) => member * 2);
    }, OPTIONS);
    const answers: number[] = [];
    const all = [1, 2, 3].map((member) => groups.add(member).then((answer) => answers.push(answer)));
    await new Promise(setImmediate);
    all.push(...[4, 5].map((member) => groups.add(member).then((answer) => answers.push(answer))));
    expect(answers).toEqual([]);
    first.open();
    await Promise.all(all);
    expect(sizes).toEqual([3, 2]);
    expect(answers).toEqual([2, 4, 6, 8, 10]);
  });

  it('gathers beside a group under way, but not for longer than its patience', async () => {
    const { groups, commits, release } = stuckOn(1, { maxInFlight: 2, patienceMs: 40 });
    const first = commits.add(1);
    await new Promise(setImmediate);
    const gathered = [commits.add(2)];
    await new Promise((resolve) => setTimeout(resolve, 5));
    gathered.push(commits.add(3));
    await Promise.all(gathered);
    expect(groups).toEqual([[1], [2, 3]]);
    release();
    await first;
  });

  it('gathers no longer once the group is full', async () => {
    const { groups, commits, release } = stuckOn(1, { maxInFlight: 2, patienceMs: 60_000, maxWeight: 3 });
    const first = commits.add(1);
    await new Promise(setImmediate);
    await Promise.all([2, 3, 4].map((member) => commits.add(member)));
    expect(groups).toEqual([[1], [2, 3, 4]]);
    release();
    await first;
  });

  it('turns away who has waited too long behind a commit that hangs', async () => {
    const { groups, commits, release } = stuckOn(1, { maxWaitMs: 40 });
    const first = commits.add(1);
    await new Promise(setImmediate);
    const late = expect(commits.add(2)).rejects.toBeInstanceOf(Overloaded);
    await new Promise((resolve) => setTimeout(resolve, 60));
    const last = commits.add(3);
    release();
    await Promise.all([first, late, last]);
    expect(groups).toEqual([[1], [3]]);
    await commits.drain();
  });

  it('never answers the fault of one member to another', async () => {
    const groups = new GroupCommit<number, string>(
      (members) => (members.includes(13) ? Promise.reject(new Error('13')) : Promise.resolve(members.map(String))),
      OPTIONS,
    );
    const settled = await Promise.allSettled([1, 13, 2].map((member) => groups.add(member)));
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('answers a fault of all to all, once', async () => {
    let commits = 0;
    const groups = new GroupCommit<number, string>(() => Promise.reject(new Error(`away ${String((commits += 1))}`)), {
      ...OPTIONS,
      isFaultOfOne: () => false,
    });
    const settled = await Promise.allSettled([1, 2].map((member) => groups.add(member)));
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(commits).toBe(1);
  });

  it('keeps a group within its weight and turns away what does not fit the waiting room', async () => {
    const sizes: number[] = [];
    const groups = new GroupCommit<number, number>((members) => Promise.resolve((sizes.push(members.length), members)), {
      ...OPTIONS,
      maxWeight: 3,
      maxWaiting: 6,
      weigh: (member) => member,
    });
    const settled = await Promise.allSettled([2, 2, 2, 1].map((member) => groups.add(member)));
    expect(settled[3]).toMatchObject({ status: 'rejected', reason: expect.any(Overloaded) });
    expect(sizes).toEqual([1, 1, 1]);
    await groups.drain();
  });
});
