/** Who asks. Jobs of other users, and of tenants that are not in the list, are as if they were not there. */
export interface WorkerJobAccess {
  userId: string;
  /** Null is all tenants; an empty list is none. */
  tenantIds: readonly string[] | null;
}
