import { describe, expect, test } from '@jest/globals';
import {
  canMove,
  FINAL_RUN_STATES,
  isFinal,
  RUN_MOVES,
  type RunMove,
  type RunState,
} from '../../../src/domain/run/states.js';

const moves = Object.keys(RUN_MOVES) as RunMove[];
const states = [...new Set(moves.map((move) => RUN_MOVES[move].to))];

describe('the moves of a run', () => {
  test.each(moves.flatMap((move) => [null, ...states].map((state) => ({ move, state }))))(
    '$move from $state is allowed exactly when the table lists it',
    ({ move, state }) => {
      const listed: readonly (RunState | null)[] = RUN_MOVES[move].from;
      expect(canMove(state, move)).toBe(listed.includes(state));
    },
  );

  test('nothing leaves a final state, and something leaves every other', () => {
    for (const state of states) {
      const leaves = moves.some((move) => canMove(state, move));
      expect({ state, leaves }).toEqual({ state, leaves: !isFinal(state) });
    }
    expect(new Set(states)).toEqual(new Set([...FINAL_RUN_STATES, 'queued', 'running', 'retrying']));
  });
});
