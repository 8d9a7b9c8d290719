import { expect, test } from '@jest/globals';
import { formatTraceparent, parseTraceparent, traceOfRun } from '../../../src/domain/trace/trace-context.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

test.each([true, false])('what is written is read again, sampled or not', (sampled) => {
  const context = { traceId: TRACE, spanId: SPAN, sampled };
  expect(parseTraceparent(formatTraceparent(context))).toEqual(context);
});

test('of a later version that is read which is known; other flags are passed over', () => {
  expect(parseTraceparent(`cc-${TRACE}-${SPAN}-ff-what-comes`)).toEqual({
    traceId: TRACE,
    spanId: SPAN,
    sampled: true,
  });
});

test.each([
  undefined,
  '',
  'nonsense',
  `ff-${TRACE}-${SPAN}-01`,
  `00-${TRACE}-${SPAN}-01-more`,
  `00-${'0'.repeat(32)}-${SPAN}-01`,
  `00-${TRACE}-${'0'.repeat(16)}-01`,
  `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  `00-${TRACE}-${SPAN}-1`,
])('%s is no trace context', (text) => {
  expect(parseTraceparent(text)).toBeNull();
});

test('a run’s trace and first span are told by its id', () => {
  const known = traceOfRun('019a0000-0000-7000-8000-0000000000ff');
  expect(known).toEqual({ traceId: '019a00000000700080000000000000ff', spanId: '80000000000000ff' });
});
