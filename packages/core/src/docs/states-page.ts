import { FINAL_RUN_STATES, RUN_MOVES, type RunMove } from '../domain/run/states.js';

/** What each move is, in a sentence; a move without one does not compile. */
const MEANING: Record<RunMove, string> = {
  queue: 'a due instant is claimed, or somebody asks for a run by hand',
  skip: 'a limit prevents the run; the ledger row says which',
  miss: 'the service was down when the instant was due, and a later one stands in for it',
  start: 'a worker takes the run under a lease',
  succeed: 'the target answered with a success',
  fail: 'the call failed, or the run lost its worker too often',
  rescue: 'the lease ran out: the worker is gone, the run is the next attempt',
  cancel: 'the cron job was disabled or deleted before the run started',
};

/** The page `docs/states.md`: the state machine as a diagram and a table, made from the table the code uses. */
export function statesPage(): string {
  const moves = Object.entries(RUN_MOVES) as [RunMove, (typeof RUN_MOVES)[RunMove]][];
  const arrows = moves.flatMap(([move, { from, to }]) => from.map((state) => `  ${state ?? '[*]'} --> ${to}: ${move}`));
  const ends = FINAL_RUN_STATES.map((state) => `  ${state} --> [*]`);
  const rows = moves.map(
    ([move, { from, to }]) =>
      `| ${move} | ${from.map((state) => state ?? '(born)').join(', ')} | ${to} | ${MEANING[move]} |`,
  );
  return [
    '# States',
    '',
    'Generated from `packages/core/src/domain/run/states.ts` by `npm run generate`; do not edit.',
    '',
    '## Run',
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...arrows,
    ...ends,
    '```',
    '',
    '| move | from | to | when |',
    '|---|---|---|---|',
    ...rows,
    '',
    'Every write names the state it leaves and tells whether it won; losing means that somebody else was first.',
    '',
  ].join('\n');
}
