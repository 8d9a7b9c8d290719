import { findAccount } from '@carillon/core/engine/find-account';
import { defineRoute } from '../../http/define-route.js';
import { unauthorized } from '../../http/problem.js';
import { account as example } from '../../openapi/overview-examples.js';
import { account } from '../../schemas/account.js';
import { isoInstant } from '../../shapes/iso-instant.js';
import { cronSurface } from '../../surfaces/cron.js';

export const getMe = defineRoute(
  {
    surface: cronSurface,
    method: 'get',
    path: '/api/me',
    operationId: 'getMe',
    summary: '自分のアカウントと API キーの確認',
    description: 'Who the key acts for, what it may do and until when.',
    tags: ['Account'],
    scope: 'any_key',
    status: 200,
    response: account,
    example,
  },
  async ({ principal, deps }) => {
    const found = await findAccount(deps.db, principal.keyId);
    // Deleted, and its credential is remembered for some seconds yet.
    if (found === null) throw unauthorized();
    const { now, expiresAt, ...same } = found;
    return {
      data: {
        ...same,
        scopes: [...principal.scopes],
        expiresAt: expiresAt === null ? null : isoInstant(expiresAt),
        serverTime: isoInstant(now),
        queueDashboard: deps.operator !== null,
      },
    };
  },
);
