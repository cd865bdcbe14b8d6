import fc from 'fast-check';
import type { Status } from '#canonical';
import { WAYS } from './portal.ts';
import { RETRIED_MS, type Stage } from './stage.ts';
import { LEASE_OVER_MS, SETTLED_MS } from './world.ts';

/** One thing that happens. All that is expected of it stands on the stage; here is only its name, for the report. */
class Happening implements fc.AsyncCommand<object, Stage> {
  constructor(
    private readonly name: string,
    private readonly happen: (stage: Stage) => Promise<void> | void,
  ) {}

  check(): boolean {
    return true;
  }

  async run(_: object, stage: Stage): Promise<void> {
    await this.happen(stage);
    await stage.check();
  }

  toString(): string {
    return this.name;
  }
}

const at = fc.nat({ max: 1 });
const which = fc.nat({ max: 5 });
const versionStatus = fc.constantFrom<Status>(2, 4, 5);
const stepStatus = fc.constantFrom<Status>(4, 5, 6, 7);
const way = fc.constantFrom(...WAYS);
const rarely = fc.nat({ max: 5 }).map((drawn) => drawn === 0);

function happening<T>(
  given: fc.Arbitrary<T>,
  name: (drawn: T) => string,
  happen: (stage: Stage, drawn: T) => Promise<void> | void,
): fc.Arbitrary<Happening> {
  return given.map((drawn) => new Happening(name(drawn), (stage) => happen(stage, drawn)));
}

const ACCEPT = [
  happening(
    fc.record({ at, status: versionStatus, isStrange: fc.nat({ max: 9 }).map((drawn) => drawn === 9) }),
    (drawn) => `version ${JSON.stringify(drawn)}`,
    (stage, { at: dossier, ...version }) => stage.acceptVersion(dossier, version),
  ),
  happening(
    fc.record({ at, status: stepStatus, isLate: rarely }),
    (drawn) => `step ${JSON.stringify(drawn)}`,
    (stage, { at: dossier, ...step }) => stage.acceptStep(dossier, step),
  ),
  happening(
    fc.record({ at, which }),
    (drawn) => `correction ${JSON.stringify(drawn)}`,
    (stage, drawn) => stage.correctStep(drawn.at, drawn.which),
  ),
  happening(
    fc.record({ at, which }),
    (drawn) => `again ${JSON.stringify(drawn)}`,
    (stage, drawn) => stage.sendAgain(drawn.at, drawn.which),
  ),
];

const DELIVER = [
  happening(
    at,
    (drawn) => `claim ${String(drawn)}`,
    (stage, drawn) => stage.claim(drawn),
  ),
  happening(
    fc.record({ at, way }),
    (drawn) => `answer ${JSON.stringify(drawn)}`,
    (stage, drawn) => stage.answer(drawn.at, drawn.way),
  ),
  happening(
    at,
    (drawn) => `answer ${String(drawn)} plainly`,
    (stage, drawn) => stage.answer(drawn, 'plain'),
  ),
  happening(
    fc.record({ at, way }),
    (drawn) => `crash ${JSON.stringify(drawn)}`,
    (stage, drawn) => {
      stage.crash(drawn.at, drawn.way);
    },
  ),
  happening(
    fc.record({ at, way }),
    (drawn) => `overtaken ${JSON.stringify(drawn)}`,
    (stage, drawn) => stage.overtake(drawn.at, drawn.way),
  ),
  happening(
    at,
    (drawn) => `late, and asked soon ${String(drawn)}`,
    (stage, drawn) => stage.hasten(drawn),
  ),
  happening(
    at,
    (drawn) => `wake ${String(drawn)}`,
    (stage, drawn) => stage.wakeGhost(drawn),
  ),
  happening(
    fc.constantFrom(RETRIED_MS, SETTLED_MS, LEASE_OVER_MS),
    (ms) => `${String(ms)} ms pass`,
    (stage, ms) => stage.pass(ms),
  ),
];

const FORGET = happening(
  at,
  (drawn) => `the portal forgets ${String(drawn)}`,
  (stage, drawn) => {
    stage.forget(drawn);
  },
);

const OPERATE = [
  happening(
    fc.boolean(),
    (isHeld) => (isHeld ? 'hold' : 'let go'),
    (stage, isHeld) => stage.hold(isHeld),
  ),
  happening(
    fc.constant(undefined),
    () => 'map',
    (stage) => stage.map(),
  ),
  happening(
    fc.constantFrom('converge' as const, 'reassert' as const),
    (mode) => `replay: ${mode}`,
    (stage, mode) => stage.orderReplay(mode),
  ),
  happening(
    fc.constant(undefined),
    () => 'work on the replay',
    (stage) => stage.workOnReplay(),
  ),
  happening(
    rarely,
    (moves) => (moves ? 'move' : 'nothing'),
    (stage, moves) => (moves ? stage.move() : undefined),
  ),
];

/** What may happen to lanes, in any order. What delivers is drawn more often than what disturbs. */
export const HAPPENINGS: readonly fc.Arbitrary<Happening>[] = [
  ...ACCEPT,
  ...ACCEPT.slice(0, 2),
  ...DELIVER,
  ...DELIVER.slice(0, 3),
  ...DELIVER.slice(0, 3),
  ...OPERATE,
  // A dossier that is lost again while it is being created anew is another story than one that is lost once.
  FORGET,
  FORGET,
];
