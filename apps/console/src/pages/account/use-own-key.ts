import type { DataOf } from '@carillon/client/rest';
import { useOperation } from '../../api/use-operation';

/** Who is signed in and with which key; undefined until it is known. */
export const useOwnKey = (): DataOf<'getMe'> | undefined => useOperation('getMe', {}).data;
