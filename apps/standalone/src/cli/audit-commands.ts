import { listAuditEvents } from '@carillon/core/engine/list-audit-events';
import { z } from 'zod';
import { UsageError } from './arguments.js';
import type { CommandContext, CommandResult } from './command.js';
import { parseInstant } from './parse-instant.js';
import { table } from './table.js';
import { findUser } from './user-commands.js';

type AuditEvent = Awaited<ReturnType<typeof listAuditEvents>>['items'][number];

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

/** `audit list` */
export async function listAudit({ db, options }: CommandContext): Promise<CommandResult> {
  const { user: wanted, action, before: beforeId } = options;
  if (beforeId !== undefined && !z.guid().safeParse(beforeId).success) {
    throw new UsageError(`--before is not the id of an event: "${beforeId}".`);
  }
  const { items, nextId } = await listAuditEvents(db, {
    limit: parseLimit(options['limit']),
    beforeId,
    userId: wanted === undefined ? undefined : (await findUser(db, wanted)).id,
    action,
    from: parseInstant('from', options['from']) ?? undefined,
    to: parseInstant('to', options['to']) ?? undefined,
  });
  const rows = items.map((event) => [
    event.at.toISOString(),
    actorOf(event),
    event.action,
    event.resourceId,
    event.userId ?? '',
    JSON.stringify(event.details),
  ]);
  const more = nextId === null ? '' : `\n\nOlder ones: --before ${nextId}`;
  return { text: table(['AT', 'BY', 'ACTION', 'RESOURCE', 'USER', 'DETAILS'], rows) + more, data: items };
}

function actorOf({ actor, keyId, address }: AuditEvent): string {
  return [keyId ?? actor, ...(address === null ? [] : [`from ${address}`])].join(' ');
}

function parseLimit(given: string | undefined): number {
  if (given === undefined) return DEFAULT_LIMIT;
  const limit = /^\d{1,4}$/.test(given) ? Number(given) : 0;
  if (limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw new UsageError(`--limit is not a whole number from 1 to ${MAX_LIMIT}: "${given}".`);
}
