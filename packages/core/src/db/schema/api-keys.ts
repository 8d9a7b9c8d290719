import { boolean, index, pgTable, text } from 'drizzle-orm/pg-core';
import { bytes, createdAt, instant } from './columns.js';
import { users } from './users.js';

/** A credential. Only the SHA-256 of the token is stored; the token itself is shown once, at creation. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    tokenHash: bytes('token_hash').notNull().unique(),
    scopes: text('scopes').array().notNull(),
    /** The tenants of worker jobs it sees; null is all of the user's. */
    tenantIds: text('tenant_ids').array(),
    enabled: boolean('enabled').notNull().default(true),
    expiresAt: instant('expires_at'),
    lastUsedAt: instant('last_used_at'),
    createdAt: createdAt(),
  },
  (t) => [index('api_keys_by_user').on(t.userId)],
);
