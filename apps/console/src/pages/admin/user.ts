import type { DataOf } from '@carillon/client/rest';

export type User = DataOf<'listUsers'>[number];
