import type { DataOf } from '@carillon/client/rest';

export type ApiKey = DataOf<'listKeys'>[number];
