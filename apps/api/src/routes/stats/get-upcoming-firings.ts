import { SPIKE_LEAST_FIRINGS, SPIKE_TIMES_MEAN } from '@carillon/core/domain/forecast/spikes';
import { forecastFirings } from '@carillon/core/engine/forecast-firings';
import { defineRoute } from '../../http/define-route.js';
import { upcoming as example } from '../../openapi/overview-examples.js';
import { upcoming, upcomingQuery } from '../../schemas/upcoming.js';
import { cronSurface } from '../../surfaces/cron.js';

export const getUpcomingFirings = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/stats/upcoming',
    operationId: 'getUpcomingFirings',
    summary: 'これからの実行予定の集計',
    description: `How many firings the next minutes bring, by minute and by target, as schedules and policies are now. A spike is a minute in which a target gets at least ${SPIKE_LEAST_FIRINGS} firings and at least ${SPIKE_TIMES_MEAN} times its mean a minute. At most 2,000 different schedules and 60,000 of their instants are worked out, the soonest first; \`truncated\` says that there are more.`,
    tags: ['Jobs'],
    scope: 'read:jobs',
    query: upcomingQuery,
    status: 200,
    response: upcoming,
    example,
  },
  async ({ query, principal, deps }) => {
    const { minutes } = query;
    const forecast = await forecastFirings(deps.db, { userId: principal.userId, minutes });
    return {
      data: {
        ...forecast,
        since: forecast.since.toISOString(),
        until: forecast.until.toISOString(),
        minutes: forecast.minutes.map(withIsoInstant),
        spikes: forecast.spikes.map(withIsoInstant),
      },
    };
  },
);

const withIsoInstant = <T extends { at: Date }>(each: T) => ({ ...each, at: each.at.toISOString() });
