/** Examples of previews; the tests hold them against the schemas. */

import { describePreview } from '@carillon/core/messages/describe-preview';

export const scheduleDraft = { schedule: '0 9 * * *', timezone: 'Asia/Tokyo' };

const run = { dst: null, fate: 'run', reason: null };

export const firings = [
  { ...run, at: '2025-11-05T00:00:00.000Z', local: '2025-11-05T09:00:00+09:00', latest: '2025-11-05T00:00:00.000Z' },
  { ...run, at: '2025-11-06T00:00:00.000Z', local: '2025-11-06T09:00:00+09:00', latest: '2025-11-06T00:00:00.000Z' },
];

export const outageDraft = { schedule: '*/30 * * * *', timezone: 'Asia/Tokyo', missed: 'runOnce' };

const missed = { dst: null, fate: 'missed', reason: describePreview({ code: 'service_was_down' }, 'ja') };

/** Down from 09:00 to 09:40 in Tokyo. */
export const outageFirings = [
  { ...missed, at: '2025-11-05T00:00:00.000Z', local: '2025-11-05T09:00:00+09:00', latest: '2025-11-05T00:00:00.000Z' },
  { ...run, at: '2025-11-05T00:30:00.000Z', local: '2025-11-05T09:30:00+09:00', latest: '2025-11-05T00:30:00.000Z' },
];
