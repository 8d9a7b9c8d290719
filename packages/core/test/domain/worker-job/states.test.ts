import { describe, expect, test } from '@jest/globals';
import {
  canMoveWorkerJob,
  ENDED_WORKER_JOB_STATES,
  FINAL_WORKER_JOB_STATES,
  hasEnded,
  WORKER_JOB_MOVES,
  type WorkerJobMove,
  type WorkerJobState,
} from '../../../src/domain/worker-job/states.js';

const moves = Object.keys(WORKER_JOB_MOVES) as WorkerJobMove[];
const states = [...new Set(moves.map((move) => WORKER_JOB_MOVES[move].to))];

describe('the moves of a worker job', () => {
  test.each(moves.flatMap((move) => [null, ...states].map((state) => ({ move, state }))))(
    '$move from $state is allowed exactly when the table lists it',
    ({ move, state }) => {
      const listed: readonly (WorkerJobState | null)[] = WORKER_JOB_MOVES[move].from;
      expect(canMoveWorkerJob(state, move)).toBe(listed.includes(state));
    },
  );

  test('nothing leaves a final state, and something leaves every other', () => {
    const left = states.filter((state) => !moves.some((move) => canMoveWorkerJob(state, move)));
    expect(left.sort()).toEqual([...FINAL_WORKER_JOB_STATES].sort());
  });

  test('what has ended is left by a decision about its incident alone', () => {
    for (const state of ENDED_WORKER_JOB_STATES) {
      const leaving = moves.filter((move) => canMoveWorkerJob(state, move));
      expect(leaving.filter((move) => move !== 'retry' && move !== 'cancel')).toEqual([]);
    }
    expect(states.filter(hasEnded).sort()).toEqual([...ENDED_WORKER_JOB_STATES].sort());
  });

  test('a job is born ready to be taken and reaches every state', () => {
    const reached = new Set<WorkerJobState | null>([null]);
    for (let size = 0; size < reached.size;) {
      size = reached.size;
      for (const move of moves)
        if ([...reached].some((state) => canMoveWorkerJob(state, move))) reached.add(WORKER_JOB_MOVES[move].to);
    }
    expect(reached.size).toBe(states.length + 1);
    expect(states).toHaveLength(7);
  });
});
