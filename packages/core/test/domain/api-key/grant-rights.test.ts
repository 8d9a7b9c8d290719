import { expect, test } from '@jest/globals';
import { grantRights, type Rights } from '../../../src/domain/api-key/grant-rights.js';

const rights = (scopes: Rights['scopes'], tenantIds: Rights['tenantIds'] = null): Rights => ({ scopes, tenantIds });
const creator = rights(['write:keys', 'read:jobs'], ['acme', 'globex']);

test.each<[string, Rights, Rights, unknown]>([
  [
    'the same',
    creator,
    creator,
    { kind: 'granted', rights: { scopes: ['write:keys', 'read:jobs'], tenantIds: ['acme', 'globex'] } },
  ],
  [
    'less',
    rights(['read:jobs'], ['acme']),
    creator,
    { kind: 'granted', rights: { scopes: ['read:jobs'], tenantIds: ['acme'] } },
  ],
  [
    'no restriction asked for',
    rights(['read:jobs']),
    creator,
    { kind: 'granted', rights: { scopes: ['read:jobs'], tenantIds: ['acme', 'globex'] } },
  ],
  [
    'a restriction by an unrestricted key',
    rights(['read:jobs'], ['anything']),
    rights(['read:jobs']),
    { kind: 'granted', rights: { scopes: ['read:jobs'], tenantIds: ['anything'] } },
  ],
  [
    'more scopes',
    rights(['read:jobs', 'system', 'job']),
    creator,
    { kind: 'scopes_beyond_creator', scopes: ['system', 'job'] },
  ],
  [
    'other tenants',
    rights(['read:jobs'], ['acme', 'initech']),
    creator,
    { kind: 'tenants_beyond_creator', tenantIds: ['initech'] },
  ],
  [
    'tenants of a key that sees none',
    rights(['read:jobs'], ['acme']),
    rights(['read:jobs'], []),
    { kind: 'tenants_beyond_creator', tenantIds: ['acme'] },
  ],
])('%s', (_title, wanted, from, outcome) => {
  expect(grantRights(wanted, from)).toEqual(outcome);
});
